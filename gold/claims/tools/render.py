#!/usr/bin/env python3
"""Print articles with their annotation, to read them again. Usage: python3 render.py [uNN ...]. Run in a folder `marked`."""
import json,glob,sys
for f in sorted(glob.glob('../[a-z]??-?.json')):
    d=json.load(open(f,encoding='utf-8'))
    if sys.argv[1:] and not any(d['id'].startswith(x) for x in sys.argv[1:]): continue
    t=open(f[:-5]+'.txt',encoding='utf-8').read(); n=len(t); m=[' ']*n
    print('#'*20,d['id'],d['publisher'],d['published'])
    ins=[]
    for a in d['attributions']:
        if a['level']=='nested': continue
        k=a['id'].split('-')[-1][1:]
        for r,o,c in (('source','{','}'),('cue','<','>'),('content','[',']')):
            for s,e in a[r]: ins+=[(s,1,o+k+' '),(e,0,c)]
    out='';p=0
    for x,_,s in sorted(ins,key=lambda z:(z[0],z[1])): out+=t[p:x]+s; p=x
    print(out+t[p:])
    for a in d['attributions']:
        q=a['quote']; print(a['id'].split('-')[-1],a.get('inside','')[-3:],'|',' ;; '.join(q['source']),'|',q['cue'][0],'|',' ;; '.join(q['content']),'|',a['quote_type'][0],'/'.join(a.get('act_any',[a['act']])),'NEG' if a['negated_cue'] else '','HEDGE' if a['hedged'] else '','|',a['speaker'],a['speaker_ref'],'->',a['targets'],a['time'] and a['time']['resolved'] or '')
