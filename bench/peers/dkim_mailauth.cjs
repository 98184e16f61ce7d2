// Verifies signed mails with mailauth; keys come from answers.json. Usage: node dkim_mailauth.cjs FOLDER
// mailauth is looked for from the working folder: `npm install mailauth` there.
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const { dkimVerify } = createRequire(path.join(process.cwd(), 'here'))('mailauth/lib/dkim/verify');

const folder = process.argv[2];
const keys = new Map();
for (const line of fs.readFileSync(path.join(folder, 'answers.json'), 'utf8').trim().split('\n')) {
    const answer = JSON.parse(line);
    keys.set(answer.name, answer.records);
}
const resolver = async name => [keys.get(name)];

(async () => {
    const mails = fs.readdirSync(folder).filter(name => name.endsWith('.eml')).sort();
    let passed = 0;
    for (const name of mails) {
        const { results } = await dkimVerify(fs.readFileSync(path.join(folder, name)), { resolver });
        passed += results.filter(result => result.status.result === 'pass').length;
    }
    console.log(`${passed} of ${mails.length} pass`);
})();
