#!/usr/bin/env python3
"""Compile ann_*.txt (marking scheme) + ../sNN-M.txt into ../sNN-M.json and ../sNN.links.json. Run in a folder `marked`.

--plain writes the words of a trap as one string, as the open set has them, instead of a list; --compact writes each file as
one line."""
import re,json,glob,sys
META={}
for f in sorted(glob.glob('texts_*.txt')):
    for h in re.findall(r'^=== (.*)$',open(f,encoding='utf-8').read(),flags=re.M):
        i,p,d=[x.strip() for x in h.split('|')]; META[i]=(p,d)
REF=dict(n='name',s='surname',p='pronoun',r='role',m='metonym',x='none')
errs=[]
INDENT=None if '--compact' in sys.argv else 1
def words(trap): return trap if '--plain' in sys.argv else [trap]
def occ(text,lo,hi,s):
    out=[];k=lo
    while True:
        k=text.find(s,k,hi)
        if k<0: return out
        e=k+len(s)
        okl=not(s[0].isalnum() and k>0 and text[k-1].isalnum()); okr=not(s[-1].isalnum() and e<len(text) and text[e].isalnum())
        if okl and okr: out.append(k)
        k+=1
def main():
    art={};story={};cur=None;st=None
    for f in sorted(glob.glob('ann_*.txt')):
      for ln,line in enumerate(open(f,encoding='utf-8'),1):
        line=line.rstrip('\n')
        if not line.strip() or line.startswith('//'): continue
        where='%s:%d %s'%(f,ln,line[:60])
        if line.startswith('STORY '):
            st=line.split()[1]; story[st]=dict(ent={},links=[],un=[]); continue
        if line.startswith('E '):
            k,rest=line[2:].split('=',1); q=[x.strip() for x in rest.split(';')]+['','','']
            spl=lambda x:[y.strip() for y in x.split(',') if y.strip()]
            story[st]['ent'][k.strip()]=dict(name=q[0],kind=dict(p='person',o='organisation',g='group',l='place')[q[1]],aliases=spl(q[2]),metonyms=spl(q[3])); continue
        if line.startswith('L '):
            m=re.match(r'L (\S+) > (\S+) (\S+)(?: \| (.*))?$',line)
            if not m: errs.append('bad link '+where); continue
            x=lambda z:'%s-%s-%s'%(st,z.split('.')[0],z.split('.')[1])
            story[st]['links'].append({'from':x(m[1]),'to':x(m[2]),'kind':m[3],'note':m[4] or ''}); continue
        if line.startswith('U '):
            story[st]['un']+=['%s-%s-%s'%(st,*z.split('.')) for z in line[2:].split()]; continue
        if line.startswith('## '):
            cur=line[3:].strip(); text=open('../%s.txt'%cur,encoding='utf-8',newline='').read()
            paras=[];o=0
            for p in text.rstrip('\n').split('\n\n'): paras.append((o,o+len(p))); o+=len(p)+2
            art[cur]=dict(text=text,A=[],T=[],raw=[]); prev=None; continue
        def cands(piece,par):
            m=re.match(r'@(\d+):\s*',piece)
            if m: par=int(m[1]); piece=piece[m.end():]
            n=None; m=re.search(r'#(\d)$',piece)
            if m: n=int(m[1]); piece=piece[:m.start()].rstrip()
            lo,hi=paras[par]; parts=piece.split(' ~ ')
            c=[]
            for k in occ(text,lo,hi,parts[0]):
                if len(parts)==1: c.append([k,k+len(piece)])
                else:
                    es=occ(text,k+len(parts[0]),hi,parts[1])
                    if es: c.append([k,es[0]+len(parts[1])])
            if not c: errs.append('NOT FOUND %r in p%d: %s'%(piece,par,where)); return [[0,1]]
            if n: return [c[n-1]]
            return c
        def near(c,ref):
            d=lambda x:min(max(a-x[1],x[0]-b,0) for a,b in ref)
            return min(c,key=d)
        if line.startswith('T '):
            q=[x.strip() for x in line[2:].split('|')]; c=cands(q[1],int(q[0]))
            if len(c)>1: errs.append('AMBIGUOUS trap '+where)
            art[cur]['T'].append(dict(span=[c[0]],quote=words(text[c[0][0]:c[0][1]]),trap=q[2])); continue
        left,right=line.split('||'); q=[x.strip() for x in left.split('|')]
        aid,par=q[0].split(); par=int(par)
        xs=[]
        for p in q[3].split(';;'):
            c=cands(p.strip(),par)
            if len(c)>1:
                if xs and False: pass
                errs.append('AMBIGUOUS content %r %s'%(p,where))
            xs.append(c[0])
        if q[2]==':':   # colon headline: the colon directly before the content
            k=text.rfind(':',0,xs[0][0]); cue=[k,k+1]
        else:
            cc=cands(q[2],par); cue=near([c for c in cc if not any(c[0]<b and a<c[1] for a,b in xs)] or cc,xs)
        if q[1]=='-': src=[]
        elif q[1]=='^': src=prev
        else:
            cc=cands(q[1],par); src=[near([c for c in cc if not any(c[0]<b and a<c[1] for a,b in xs+[cue])] or cc,[cue])]
        if not re.search('[a-z]',aid.lstrip('A')): prev=src
        r=[x.strip() for x in right.split('|')]+['']*6
        acts=r[0].split('/'); flags=r[5].split()
        ent=story[st]['ent']
        sp,ref=(r[1].split('/')+['x'])[:2] if r[1] not in('-','') else ('-','x')
        if sp=='-': speaker,kind=None,'none'
        elif sp=='?': speaker,kind=None,'unnamed'
        elif sp in ent: speaker,kind=ent[sp]['name'],ent[sp]['kind']
        else: errs.append('speaker key %s %s'%(sp,where)); speaker,kind=None,'none'
        tg=[]
        for t in [x.strip() for x in r[2].split(',') if x.strip() and x.strip()!='-']:
            if t in ent: tg.append(ent[t]['name'])
            else: errs.append('target key %s %s'%(t,where))
        tm=None
        if r[4] and r[4]!='-':
            z=r[4].split('='); tm=dict(text=z[0],resolved=z[1] or None,basis=z[2] if len(z)>2 else 'publication date %s'%META[cur][1][:10])
            if z[0] not in text: errs.append('time text %s %s'%(z[0],where))
        a=dict(id='%s-%s'%(cur,aid),source=src,cue=[cue],content=xs)
        a['quote']={k:[text[s:e] for s,e in a[k]] for k in('source','cue','content')}
        inside=[x[3:] for x in flags if x.startswith('in=')]
        a['level']='nested' if inside else 'main'
        if inside: a['inside']='%s-%s'%(cur,inside[0])
        ov=[x[3:] for x in flags if x.startswith('qt=')]
        a['quote_type']=ov[0] if ov else qtype(a['quote']['content'])
        a['act']=acts[0]
        if len(acts)>1: a['act_any']=acts
        a.update(negated_cue='neg' in flags,hedged='hedge' in flags,speaker=speaker,speaker_kind=kind,speaker_ref=REF[ref],targets=tg,about=r[3],time=tm)
        art[cur]['A'].append(a)
        for x in flags:
            if x not in('neg','hedge') and not x.startswith(('in=','qt=')): errs.append('flag %s %s'%(x,where))
    for k,v in art.items():
        t=v['text']
        json.dump(dict(id=k,story=k[:3],publisher=META[k][0],published=META[k][1],title=t.split('\n')[0],language='en',attributions=v['A'],traps=v['T']),open('../%s.json'%k,'w',encoding='utf-8'),ensure_ascii=False,indent=INDENT)
    for s,v in story.items():
        json.dump(dict(story=s,links=v['links'],unanswered=v['un'],entities=list(v['ent'].values())),open('../%s.links.json'%s,'w',encoding='utf-8'),ensure_ascii=False,indent=INDENT)
    for e in errs: print(e)
    print(len(art),'articles compiled,',len(errs),'errors')
Q='“”"‘’\''
def qtype(cs):
    def whole(c):
        c=c.strip(' ,.;:!?')
        return c[0] in '“"‘\'' and c[-1] in '”"’\'' and not re.search(r'[”"](?=\s*\w)',c[1:-1])
    j=' '.join(cs)
    has=bool(re.search(r'[“”"]',j)) or bool(re.search(r'(?:^|\s)[‘\']\S',j))
    if not has: return 'indirect'
    return 'direct' if all(whole(c) for c in cs) else 'mixed'
main()
