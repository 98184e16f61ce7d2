//! Signs: words in a content that tell what kind of statement it is, where the cue (`said`) does not.

use super::words::{Set, set};
use std::sync::LazyLock;

/// What a sign speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something is not so: `baseless`, `nothing to do with`.
    Rejection,
    /// The same, of what is predicated: `is false`, but not `spread false reports`.
    Falsehood,
    /// Wrongdoing as an act: `interfered`.
    Wrong,
    /// Harm, which is an accusation where somebody is named who does it: `switched`.
    Harm,
    /// What is bad to be, to do or to be called: `crook`, `a covert campaign`.
    Bad,
    /// A charge is spoken of, not made: `claims of`.
    Charge,
    /// Wrongdoing is fought, looked into, or not meant: `investigate`, `against`.
    Remedy,
    /// Words that would be a sign by themselves, but are none in this phrase.
    Nothing,
    /// Somebody should do something.
    Demand,
    /// It may be so, or is not known.
    Uncertain,
    /// What will be, by itself and not by the speaker's will.
    Future,
    /// Somebody is spoken well of.
    Praise,
    /// The same, of what is predicated: `is excellent`.
    Good,
}

/// Words with one meaning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    /// Its stable name.
    pub name: &'static str,
    /// What it speaks for.
    pub kind: Kind,
    /// The words, in the notation of [`phrases`](super::phrases).
    pub words: &'static str,
}

const fn sign(name: &'static str, kind: Kind, words: &'static str) -> Sign {
    Sign { name, kind, words }
}

/// All signs. Of two phrases that begin at the same word the longer one counts.
pub(super) const SIGNS: &[Sign] = &[
    sign(
        "rejecting words",
        Kind::Rejection,
        "baseless, groundless, unfounded, untrue, nonsense, nonsensical, fairy tale, fairy tales, fairytale, \
         fairytales, bedtime story, hoax, fabrication, fabrications, without foundation, no foundation, without basis, \
         no basis, without merit, no merit, no truth, no substance, without substance, not true, nothing to do with, \
         ludicrous, preposterous, laughable, far-fetched, figment, slander, slanderous, libellous, libelous, \
         defamatory, calumny, insinuation, insinuations, never happened, did not happen, not the case, no part in, \
         no role in, no hand in, no involvement, not involved, no connection, no links, no ties, no knowledge of, \
         no contact with, no contacts with, not responsible, not guilty, pure invention, pure fiction, \
         pure speculation, mere speculation, wide of the mark, not a shred, not an iota, not an ounce, no evidence that, no evidence of, no evidence for, no evidence to support, \
         no evidence whatsoever, no evidence at all, no proof, no wrongdoing, nothing wrong, nothing improper, \
         nothing illegal, nothing to hide, ~put/~lay _ to rest, witch hunt, witch-hunt, old wives, out of thin air, \
         out of whole cloth, nothing of the kind, nothing of the sort, the opposite is true, \
         could not be further from, ~bear no relation, ~deny any/all/having/being/doing/it/claims/allegations, \
         ~refute, fable, fables, tall tale, tall tales, pack of lies, hogwash, balderdash, bunkum, poppycock, \
         claptrap, drivel, concoction, ~have nothing to retract, nothing to apologise for, nothing to apologize for, \
         ~reject/~dismiss _ claim/claims/allegation/allegations/accusation/accusations/charge/charges",
    ),
    sign(
        "called false",
        Kind::Falsehood,
        "false, incorrect, inaccurate, mistaken, fake, a lie, lies, all lies, invented, fabricated, \
         fiction, fantasy, fantasies, a myth, myths, absurd, ridiculous, innocent, made up, an invention, \
         overblown, misinterpreted, misrepresented, misunderstood, misquoted, rubbish, garbage, a distraction, \
         politically motivated, a smokescreen, gossip, hearsay, rumour, rumours, rumor, rumors, a forgery, forged, \
         a conspiracy theory, conspiracy theories, exaggerated, libel, defamation, a smear, smears, \
         out of context",
    ),
    sign(
        "wrongdoing",
        Kind::Wrong,
        "~interfere, ~meddle, lied, lying, ~lie to, ~lie about, hacked, hacking, ~steal, ~rig, cheated, cheating, \
         bribed, bribing, ~manipulate, ~deceive, ~mislead, ~conceal, ~hide, ~cover up, ~launder, smeared, smearing, \
         ~intimidate, ~violate, breached, breaching, ~break _ \
         rule/rules/law/laws/treaty/promise/promises/agreement/oath/word/pledge, ~flout, ~defy, abused, abusing, \
         sabotaged, sabotaging, ~undermine, ~falsify, doctored, doctoring, ~fabricate, ~spy on, ~collude, ~conspire, \
         ~plot to, ~engage in activities, ~pay _ troll/trolls/bot/bots/bribe/bribes/hackers, \
         ~spread _ lies/falsehoods/disinformation/misinformation/propaganda/rumours/rumors/false, ~peddle, ~defraud, \
         ~swindle, ~embezzle, misused, misusing, ~misspend, ~misappropriate, planted, planting, ~rob, looted, looting, \
         ~extort, blackmailed, blackmailing, ~coerce, ~harass, bullied, bullying, silenced, silencing, censored, \
         censoring, ~suppress, ~incite, ~betray, ~endanger, ~jeopardise, ~jeopardize, ~disenfranchise, \
         tampered, tampering, ~distort, ~misrepresent, faked, faking, ~impersonate, duped, duping, tricked, ~hoodwink, \
         gagged, gagging, ~squander, ~bungle, ~mismanage, ~mishandle, ~botch, ~drag _ feet, ~turn a blind eye, \
         ~look the other way, ~sweep _ under, ~pull _ strings, ~take _ money from, \
         ~take _ bribe/bribes/kickbacks/orders, ~buy _ votes, ~buy votes, ~trade _ votes, ~stuff ballot, \
         ~play politics, ~play with fire, ~overcharge, ~retaliate, ~scapegoat, ~overstate, ~understate, \
         inflated, inflating, ~hijack, ~weaponise, ~weaponize, ~gerrymander, ~whip up, ~overstep, ~exceed _ powers, \
         ~sell out, ~flip-flop, pandered, pandering, ignored, ignoring, ~ignore, ~obstruct, evaded, evading, \
         abandoned, abandoning, insulted, insulting, ~humiliate, mocked, mocking, trampled, trampling, exploited, \
         exploiting, ~fail to, ~fail in, ~fail its/his/her/their/our/us/voters, knew and, knew about it, \
         knew all along, never told, never asked us, never consulted, never warned, not tell us, not tell voters, \
         not consult, not warn, not inform, not listen, should have, ought to have, laughed at, laughing at, ~be dismissed/fired/sacked/ousted for, \
         ~promise/~offer/~give/~trade/~swap _ _ in exchange for, ~promise/~offer/~give _ _ in return for, \
         ~seek revenge, threatened, threatening, attacked, attacking, ~break into, ~oust illegally, scared _ voters, \
         scaring _ voters, ~be behind the/this/it/them/these/those/a/an/multiple/several/many/most/all/attacks/threats, ~be to blame, ~be at fault, was/were responsible, ~be responsible for _ attack/attacks/hack/leak/failure/deaths/chaos, ~be complicit, ~be guilty of",
    ),
    sign(
        "harm done",
        Kind::Harm,
        "~refuse to, ~corrupt, forged, forging, leaked, leaking, targeted, targeting, ~stoke, ~stir up, switched, \
         switching, altered, altering, deleted, deleting, shredded, shredding, ~withhold, twisted, twisting, \
         ~exaggerate, fooled, fooling, ~profit from, wasted, wasting, ~take money, invaded, invading, jammed, jamming, \
         flooded, flooding, dumped, dumping, diverted, diverting, pocketed, pocketing, ~put _ at risk, punished, \
         punishing, blocked, blocking, stalled, stalling, crippled, crippling, poisoned, poisoning, polluted, polluting, purged, \
         purging, neglected, neglecting, paid for, paid _ for, funded, financed, financing, ordered _ by, \
         ~blame _ others, hand-picked, ~sow, provoked, provoking",
    ),
    sign(
        "bad words",
        Kind::Bad,
        "whitewash, muzzle, farce, sham, disgrace, scandal, crook, crooks, liar, liars, thief, thieves, traitor, \
         traitors, coward, cowards, criminal, criminals, cheat, cheats, puppet, puppets, a tool, tools of, \
         stooge, stooges, bully, bullies, shameful, disgraceful, dishonest, dishonesty, corrupt, corruption, \
         incompetent, incompetence, reckless, recklessness, cynical, cruel, illegal, unlawful, undemocratic, unfair, \
         failure, a failed, a threat to, betrayal, theft, robbery, fraud, fraudulent, mockery, a circus, an insult, \
         insulting, blackmail, extortion, censorship, cowardly, hostile, irresponsible, a provocation, unacceptable, \
         outrageous, offensive, propaganda, vandalism, aggression, a crime, cover-up, coverup, a smear, hypocrite, \
         hypocrites, hypocrisy, hypocritical, opportunist, extremist, extremists, terrorists, a disaster, \
         disastrous, a catastrophe, catastrophic, a mess, a joke, a stunt, negligence, negligent, scandalous, \
         interference, meddling, bribery, bribes, kickbacks, manipulation, deception, deceit, intimidation, espionage, \
         collusion, sabotage, disinformation, misinformation, embezzlement, harassment, mismanagement, \
         covert campaign, covert operation, smear campaign, propaganda campaign, influence campaign, \
         influence operation, campaign of lies, dirty tricks, troll farm, troll farms, vote-buying, vote-rigging, \
         ballot-stuffing, double standards, double standard, wrong, scaremongering, fearmongering, scare tactics, bogus, \
         phoney, phony, a scam, vendetta, a grudge, revenge, vengeance, in the pocket of, in the pay of, \
         in league with, in bed with, misleading, unfit, incompatible with, illicit, \
         election/result/outcome/vote/votes/ballot ~be bought/stolen/fixed/rigged, a trick, a ploy, partisan, biased, lazy, \
         too late, too little, too slow, asleep, out of touch, divisive, inhumane, immoral, unjust",
    ),
    sign(
        "a charge spoken of",
        Kind::Charge,
        "claim of, claims of, claims by, claim by, claim that, claims that, allegation, allegations, accusation, \
         accusations, suggestion, suggestions, charges of, charge of, report that, reports that, suspicion of, \
         suspicions of, rumours of, rumors of, whether, if, accused of, charged with, question of",
    ),
    sign(
        "wrongdoing met",
        Kind::Remedy,
        "~investigate, ~fight, ~combat, ~counter, ~prevent, ~stop, ~tackle, ~detect, ~deter, against, ~prosecute, \
         ~examine, ~probe, ~look into, ~guard against, ~protect from, ~protect against, ~curb, ~expose, ~resist, \
         risk of, danger of, in case of, victim of, victims of, evidence of, signs of, free of, free from, ~defeat, \
         ~end, ~avoid",
    ),
    sign(
        "no sign",
        Kind::Nothing,
        "where it should, where they should, as it should, as they should, what it should, ~have to do with, \
         fake news, ~want to know, ~fail to agree, corruption charges, anti-corruption, fraud charges, \
         should be noted, should not be read, should not be taken, should not be seen, may be able to, thanks to, \
         no wrong, nothing wrong with, wrong with, must have, must not have, impossible to, ~have to say, \
         having to, ~be so wrong",
    ),
    sign(
        "should",
        Kind::Demand,
        "must, should, ought to, ~need to, ~have to, it is time, it is high time, ~be waiting for, ~be up to, \
         please, had better, let us, right to know, would like + to, ~call on, ~call for, ~deserve to, \
         ~deserve an/the",
    ),
    sign(
        "may be",
        Kind::Uncertain,
        "may, might, could have, perhaps, possibly, maybe, conceivably, not clear, unclear, not known, unknown, \
         not yet clear, not yet known, not know, not sure, not certain, uncertain, unsure, not rule out, \
         not exclude, not ruled out, not excluded, too early to, too soon to, ~remain to be seen, ~remain unclear, \
         open question, ~be examining, still examining, still investigating, still looking, still studying, \
         still checking, under review, under consideration, under investigation, ~investigate whether, \
         ~examine whether, ~look into, ~study whether, ~weigh, ~doubt, no way of knowing, ~have no idea, ~depend on, \
         can not say, could not say, can not tell, could not tell, ~appear to, ~seem to, not conclusive, \
         inconclusive, hard to say, difficult to say, hard to know, no conclusion, no conclusions",
    ),
    sign(
        "will be",
        Kind::Future,
        "will/would/could _ fall/rise/cost/lose/win/become/remain/cause/last/grow/suffer/face/drop/increase, \
         will/would/could _ decline/collapse/fail/continue/end/arrive/happen/need/hurt/survive/regret/remember, \
         will/would/could _ lead to, will/would/could _ run out, will/would/could _ get worse, \
         will/would/could _ be over, will/would/could _ be ready, will/would/could _ be worse, \
         will/would/could _ be better, ~be going to, ~be likely to, ~be unlikely to, ~be set to, ~be bound to, \
         ~be expected to, ~be sure to",
    ),
    sign(
        "words of praise",
        Kind::Praise,
        "full confidence, complete confidence, total confidence, every confidence, full trust, ~have confidence in, \
         ~have trust in, good job, great job, good work, great work, careful work, excellent job, excellent work, \
         proud of, grateful to, gratitude to, thank, hero, heroes, heroine, congratulations to, \
         the spine of, backbone of, a pillar of, ~be welcome, ~do _ proud",
    ),
    sign(
        "called good",
        Kind::Good,
        "excellent, outstanding, exemplary, admirable, brave, courageous, heroic, decent, honourable, honorable, \
         wonderful, remarkable, magnificent, brilliant, superb, impressive, a model, a champion, a triumph, \
         a victory for, a success, tireless, dedicated, trustworthy, honest, great, welcome, fair, generous, historic, \
         professional, a friend, a leader, right",
    ),
];

/// Nouns of things said. Who calls one of them something mostly rejects it.
pub(super) static THINGS_SAID: LazyLock<Set> = LazyLock::new(|| {
    set(
        "claim claims allegation allegations accusation accusations charge charges report reports remark remarks \
         suggestion suggestions story stories comment comments criticism insinuation insinuations rumour rumours \
         rumor rumors notion speculation statement statements assertion assertions figures complaint \
         complaints",
    )
});

/// Words in a cue or content by which what is said is kept open.
pub(super) const HEDGES: &str = "may, might, possibly, perhaps, maybe, probably, apparently, seemingly, supposedly, \
    purportedly, purported, alleged, allegedly, reportedly, reported to, suspected, presumably, conceivably, likely, \
    unlikely, unclear, not clear, can not exclude, could not exclude, can not rule out, could not rule out, \
    not rule out, almost certainly, could, ~appear to, ~seem to, ~seem, ~suggest, ~doubt, ~hint, is said, are said, \
    was said, were said, is believed to, are believed to, was believed to, were believed to, is thought to, \
    are thought to, was thought to, were thought to, widely taken as, widely seen as, taken as, rumoured, rumored, \
    ~speculate, not sure, not certain, uncertain, unconfirmed, not known, ~suspect, it appears, it seems";
