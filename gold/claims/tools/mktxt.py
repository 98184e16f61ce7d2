"""Splits texts_*.txt into ../xNN-M.txt. Run in a folder `marked`."""
import re,glob
n=0
for f in sorted(glob.glob('texts_*.txt')):
    for block in re.split(r'^=== ',open(f,encoding='utf-8').read(),flags=re.M)[1:]:
        head,body=block.split('\n',1); i,pub,date=[x.strip() for x in head.split('|')]
        body=body.strip('\n')+'\n'
        open('../%s.txt'%i,'w',encoding='utf-8',newline='\n').write(body)
        n+=1; w=len(body.split()); print(i,w,'<<<<' if not 110<=w<=420 else '',end=' | ')
print(n)
