//! Signs: words in a content that tell what kind of statement it is, where the cue (`said`) does not.

/// What a sign speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something is not so: `baseless`, `nothing to do with`.
    Rejection,
    /// The same, of what is predicated: `is false`, but not `spread false reports`.
    Falsehood,
    /// Wrongdoing: `interfered`, `covert campaign`.
    Wrong,
    /// A charge is spoken of, not made: `claims of`.
    Charge,
    /// Wrongdoing is fought, looked into, or not meant: `investigate`, `against`.
    Remedy,
    /// Harm, which is an accusation where somebody is named who does it.
    Harm,
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
    /// What is bad to be called: `crook`, `whitewash`.
    Insult,
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
         fairytales, bedtime story, hoax, fabrication, fabrications, fiction, fantasy, fantasies, myth, myths, \
         without foundation, no foundation, without basis, no basis, without merit, no merit, no truth, no substance, \
         without substance, not true, nothing to do with, absurd, ludicrous, preposterous, laughable, ridiculous, \
         far-fetched, figment, slander, slanderous, libel, libellous, libelous, defamatory, defamation, calumny, \
         insinuation, insinuations, never happened, did not happen, not happen, no such, not the case, no part in, \
         no role in, no hand in, no involvement, not involved, no connection, no link, no links, no ties, \
         no knowledge of, no contact, not responsible, not guilty, innocent, made up, pure invention, \
         complete invention, an invention, total invention, pure speculation, mere speculation, just speculation, \
         wide of the mark, not a shred, not an iota, not an ounce, not one, not a single, no evidence that, \
         no evidence of, no evidence for, no evidence to support, no evidence whatsoever, no evidence at all, \
         no proof, no wrongdoing, nothing wrong, nothing improper, nothing illegal, nothing to hide, \
         ~do nothing wrong, to rest, witch hunt, witch-hunt, old wives, out of thin air, out of whole cloth, \
         out of context, nothing of the kind, nothing of the sort, quite the opposite, the opposite is true, \
         could not be further from, ~bear no relation, ~have no bearing, ~deny, ~refute, fable, fables, \
         tall tale, tall tales, pack of lies, garbage, hogwash, balderdash, bunkum, poppycock, claptrap, drivel, \
         concoction, ~reject/~dismiss _ claim/claims/allegation/allegations/accusation/accusations/charge/charges",
    ),
    sign(
        "called false",
        Kind::Falsehood,
        "false, wrong, incorrect, inaccurate, misleading, mistaken, fake, a lie, lies, invented, fabricated, \
         exaggerated, impossible, offensive, outrageous, overblown, overstated, propaganda, provocation, smear, \
         smears, misinterpreted, misrepresented, misunderstood, misquoted, rubbish, an insult, a distraction, \
         a stunt, politically motivated, a smokescreen, a joke, theatre, theater, gossip, hearsay, rumour, rumours, \
         rumor, rumors, a forgery, forged, a conspiracy theory, conspiracy theories",
    ),
    sign(
        "wrongdoing",
        Kind::Wrong,
        "~interfere, interference, ~meddle, ~lie to, ~lie about, lied, lying, ~hack, ~steal, ~rig, ~cheat, ~bribe, \
         bribes, bribery, ~manipulate, manipulation, ~deceive, deception, deceit, ~mislead, ~conceal, ~hide, \
         ~cover up, cover-up, coverup, ~launder, ~smear, ~intimidate, intimidation, ~violate, violation, violations, \
         ~breach, ~break _ rule/rules/law/laws/treaty/promise/promises/agreement/oath/word/pledge, ~flout, ~defy, \
         ~abuse, corrupt, corruption, ~sabotage, ~undermine, ~falsify, ~doctor, doctored, ~fabricate, espionage, \
         ~spy on, ~collude, collusion, ~conspire, ~plot to, ~engage in activities, \
         ~pay _ troll/trolls/bot/bots/bribe/bribes/hackers, paid trolls, troll farm, troll farms, \
         ~spread _ lies/falsehoods/disinformation/misinformation/propaganda/rumours/rumors/false, ~peddle, \
         disinformation, misinformation, propaganda campaign, covert campaign, covert operation, smear campaign, \
         influence campaign, influence operation, fraud, fraudulent, fraudulently, ~defraud, ~swindle, ~embezzle, \
         embezzlement, ~misuse, ~misspend, ~misappropriate, planted, ~rob, ~loot, ~extort, extortion, ~blackmail, \
         ~coerce, ~harass, harassment, ~bully, ~silence, ~censor, censorship, ~suppress, ~incite, ~betray, betrayal, \
         ~endanger, ~jeopardise, ~jeopardize, ~disenfranchise, ~tamper, tampering, ~distort, ~misrepresent, faked, \
         ~impersonate, ~dupe, tricked, fooled, ~hoodwink, ~gag, muzzled, ~squander, ~bungle, ~mismanage, \
         mismanagement, ~mishandle, ~botch, negligence, negligent, reckless, irresponsible, incompetent, incompetence, \
         hypocrisy, hypocritical, dishonest, dishonesty, shameful, disgraceful, unacceptable, scandalous, cowardly, \
         illegally, unlawfully, illicitly, illicit, corruptly, behind the, behind this, behind it, to blame, at fault, \
         complicit, guilty of, culpable, ~drag _ feet, ~turn a blind eye, ~look the other way, ~sweep _ under, \
         ~pull _ strings, in the pocket of, in the pay of, in league with, in bed with, ~take _ money from, ~take _ \
         bribe/bribes/kickbacks, kickbacks, ~buy _ votes, ~buy votes, ~trade _ votes, vote-buying, vote-rigging, \
         ballot-stuffing, ~stuff ballot, ~play politics, ~play with fire, ~overcharge, ~retaliate, ~scapegoat, \
         incompatible with, ~be responsible, ~overstate, ~understate, theft, robbery, \
         election/result/outcome/vote/votes/ballot _ bought/stolen/fixed, revenge, vengeance, should have, ought to have, ~fail to, ~fail in, ~fail its/his/her/their/our/us/voters, \
         never told, never asked us, never consulted, never warned, not tell us, not tell voters, not tell anyone, \
         not consult, not warn, not inform, not listen, knew and, knew about it, knew all along, double standards, \
         double standard, scaremongering, fearmongering, scare tactics, bogus, phoney, phony, ~scam, ~hijack, \
         ~weaponise, ~weaponize, ~gerrymander, ~whip up, ~overstep, ~exceed _ powers, ~sell out, ~flip-flop, \
         ~pander, ~ignore, ~obstruct, ~evade, ~abandon, ~insult, ~humiliate, ~mock, vendetta, grudge, ~trample, \
         ~exploit, ~invent, dirty tricks, ~stoop, ~sink, too late, ~break into, ~attack, ~threaten",
    ),
    sign(
        "harm done",
        Kind::Harm,
        "~refuse to, ~corrupt, sabotage, ~forge, ~leak, ~target, ~fuel, ~sow, ~provoke, ~stoke, ~stir up, ~damage, \
         ~harm, ~switch, ~alter, ~destroy, ~delete, ~shred, ~withhold, ~twist, ~exaggerate, ~trick, ~fool, ~plant, \
         ~muzzle, ~discriminate, ~profit from, ~benefit from, ~waste, secretly, deliberately, responsible for, \
         ~take money, ~invade, ~jam, ~flood, ~dump, ~divert, ~pocket, ~put _ at risk, ~punish, ~block, ~delay, \
         ~stall, ~hamper, ~cripple, ~poison, ~pollute, ~starve, ~purge, ~divide, ~neglect, ~inflate, in exchange for, \
         in return for, trying to frighten, \
         ~blame, ~accuse, ~pay for, ~fund, ~finance, ~order, ~rewrite, ~hire, ~use _ as",
    ),
    sign(
        "no sign",
        Kind::Nothing,
        "where it should, where they should, as it should, as they should, what it should, ~have to do with, \
         fake news, ~want to know, ~need to know, ~fail to agree, corruption charges, anti-corruption, fraud charges, \
         should be noted, should not be read, should not be taken, should not be seen, may be able to, ~consider",
    ),
    sign(
        "a charge spoken of",
        Kind::Charge,
        "claim of, claims of, claims by, claim by, claim that, claims that, allegation, allegations, accusation, \
         accusations, suggestion, suggestions, any suggestion, charges of, charge of, report that, reports that, \
         suspicion of, suspicions of, rumours of, rumors of, whether, if",
    ),
    sign(
        "wrongdoing met",
        Kind::Remedy,
        "~investigate, ~fight, ~combat, ~counter, ~prevent, ~stop, ~tackle, ~detect, ~deter, against, ~prosecute, \
         ~examine, ~probe, ~look into, ~guard against, ~protect from, ~protect against, ~curb, ~expose, resist, \
         risk of, danger of, in case of, victim of, victims of, evidence of, signs of, free of, free from",
    ),
    sign(
        "should",
        Kind::Demand,
        "must, should, ought to, ~have to, ~need to, needs, it is time, it is high time, time to, time for, \
         ~deserve, ~owe, ~be waiting for, ~want + to, ~demand, ~urge, ~call on, ~call for, please, ~insist on, \
         had better, let us, right to know, would like + to, up to the, ~be up to",
    ),
    sign(
        "may be",
        Kind::Uncertain,
        "may, might, could have, perhaps, possibly, maybe, conceivably, not clear, unclear, not known, unknown, \
         not yet clear, not yet known, not know, not sure, not certain, uncertain, unsure, not rule out, \
         not exclude, not ruled out, not excluded, too early to, too soon to, ~remain to be seen, ~remain unclear, \
         open question, ~be examining, still examining, still investigating, still looking, \
         still studying, still checking, under review, under consideration, under investigation, \
         ~investigate whether, ~examine whether, ~look into, ~study whether, ~weigh, ~doubt, no way of knowing, \
         ~have no idea, ~depend on, can not say, could not say, can not tell, could not tell, ~appear to, ~seem to, \
         ~seem, ~point to, not conclusive, inconclusive, ~be not able to say, hard to say, difficult to say, \
         hard to know, cannot be sure, no conclusion, no conclusions",
    ),
    sign(
        "will be",
        Kind::Future,
        "will/would/shall/might/may/could _ fall, will/would/could _ rise, will/would/could _ cost, \
         will/would/could _ lose, will/would/could _ win, will/would/could _ become, will/would/could _ remain, \
         will/would/could _ lead to, will/would/could _ cause, will/would/could _ last, will/would/could _ grow, \
         will/would/could _ suffer, will/would/could _ face, will/would/could _ drop, will/would/could _ increase, \
         will/would/could _ decline, will/would/could _ collapse, will/would/could _ fail, \
         will/would/could _ continue, will/would/could _ end, will/would/could _ arrive, will/would/could _ happen, \
         will/would/could _ take, will/would/could _ need, will/would/could _ see, will/would/could _ come, \
         will/would/could _ hurt, will/would/could _ prove, will/would/could _ survive, will/would/could _ run out, \
         will/would/could _ regret, will/would/could _ remember, will/would/could _ get worse, \
         will/would/could _ be over, will/would/could _ be ready, will/would/could _ be worse, \
         will/would/could _ be better, ~be going to, ~be likely to, ~be unlikely to, ~be set to, ~be bound to, \
         ~be expected to, ~be sure to",
    ),
    sign(
        "words of praise",
        Kind::Praise,
        "full confidence, complete confidence, total confidence, every confidence, full trust, ~have confidence in, \
         ~trust in, good job, great job, good work, great work, careful work, excellent, outstanding, exemplary, \
         admirable, brave, bravery, courage, courageous, proud of, grateful, gratitude, thank, thanks, thankful, \
         hero, heroes, heroine, heroic, welcome, welcomed, decent, honourable, honorable, integrity, admire, \
         congratulations, wonderful, remarkable, magnificent, brilliant, superb, impressive, a model, \
         an example to, spine, backbone, pillar, champion, the best, finest, fair, generous, historic, \
         a triumph, a victory for, ~do _ proud, tireless, dedicated, dedication, steadfast, wise, trustworthy",
    ),
    sign(
        "bad names",
        Kind::Insult,
        "whitewash, muzzle, farce, sham, disgrace, scandal, crook, crooks, liar, liars, thief, thieves, traitor, \
         traitors, coward, cowards, criminal, criminals, cheat, cheats, puppet, puppets, tenant, tool, tools, \
         stooge, stooges, bully, bullies, shameful, disgraceful, dishonest, corrupt, incompetent, reckless, \
         dangerous, cynical, cruel, illegal, unlawful, undemocratic, unfair, weak, failed, failure, a threat, \
         betrayal, theft, robbery, fraud, mockery, circus, insult, blackmail, censorship, cowardly, hostile, \
         irresponsible, provocation, unacceptable, outrageous, propaganda, witch hunt, vandalism, attack, \
         aggression, crime, cover-up, smear, hypocrite, hypocrites, hypocrisy, opportunist, extremist, extremists, \
         terrorist, terrorists, agent, agents, disaster, catastrophe, mess, joke, stunt",
    ),
];

/// Nouns of things said. Who calls one of them something mostly rejects it.
pub(super) const THINGS_SAID: &[&str] = &[
    "claim", "claims", "allegation", "allegations", "accusation", "accusations", "charge", "charges", "report",
    "reports", "remark", "remarks", "suggestion", "suggestions", "story", "stories", "comment", "comments",
    "criticism", "insinuation", "insinuations", "rumour", "rumours", "rumor", "rumors", "notion", "idea",
    "speculation", "statement", "statements", "assertion", "assertions", "figures", "complaint", "complaints",
];

/// Words in a cue or content by which what is said is kept open.
pub(super) const HEDGES: &str = "may, might, possibly, perhaps, maybe, probably, apparently, seemingly, supposedly, \
    purportedly, purported, alleged, allegedly, reportedly, reported to, suspected, presumably, conceivably, likely, \
    unlikely, unclear, not clear, can not exclude, could not exclude, can not rule out, could not rule out, \
    not rule out, almost certainly, could, ~appear to, ~seem to, ~seem, ~suggest, ~doubt, ~hint, is said, are said, \
    was said, were said, is believed to, are believed to, was believed to, were believed to, is thought to, \
    are thought to, was thought to, were thought to, widely taken as, widely seen as, taken as, rumoured, rumored, \
    ~speculate, not sure, not certain, uncertain, unconfirmed, not known, ~suspect, it appears, it seems";
