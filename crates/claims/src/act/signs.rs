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
    /// A turn of phrase that accuses wherever it stands: `fingerprints all over it`.
    Hint,
    /// What is bad to be called, but may as well be told of weather or prices: `chaotic`.
    Harsh,
    /// What is right with somebody's conduct: `fair`, `in order`.
    Sound,
    /// A charge is spoken of, not made: `claims of`.
    Charge,
    /// Wrongdoing is fought, looked into, or not meant: `investigate`, `against`.
    Remedy,
    /// What is said instead of an answer: `draw their own conclusions`.
    Silence,
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
         fairytales, bedtime story, hoax, fabrication, fabrications, without foundation, no foundation, \
         without basis, no basis, without merit, no merit, no truth, no substance, without substance, not true, \
         nothing to do with, ludicrous, preposterous, laughable, far-fetched, figment, slander, slanderous, \
         libellous, libelous, defamatory, calumny, insinuation, insinuations, never happened, did not happen, \
         not the case, no part in, no role in, no hand in, no involvement, not involved, no connection, \
         no links, no ties, no knowledge of, no contact with, no contacts with, not responsible, not guilty, \
         pure invention, pure fiction, pure speculation, mere speculation, wide of the mark, not a shred, \
         not an iota, not an ounce, no evidence that, no evidence of, no evidence for, no evidence to support, \
         no evidence whatsoever, no evidence at all, no proof, no wrongdoing, nothing wrong, nothing improper, \
         nothing illegal, nothing to hide, ~put/~lay _ to rest, witch hunt, witch-hunt, old wives, \
         out of thin air, out of whole cloth, nothing of the kind, nothing of the sort, the opposite is true, \
         could not be further from, ~bear no relation, ~deny any/all/having/being/doing/it/claims/allegations, \
         ~refute, fable, fables, tall tale, tall tales, pack of lies, hogwash, balderdash, bunkum, poppycock, \
         claptrap, drivel, concoction, ~have nothing to retract, nothing to apologise for, \
         nothing to apologize for, \
         ~reject/~dismiss _ claim/claims/allegation/allegations/accusation/accusations/charge/charges, \
         not a word of truth, no word of truth, not one word, no such thing, \
         no such plan/meeting/deal/agreement/order/list/talks, get/gets/got the wrong, have the wrong, \
         guesswork, not how it happened, not what happened, not what he/she/they/we said, done nothing wrong, \
         did nothing wrong, do nothing wrong, nothing untoward, nothing sinister, nothing irregular, \
         no irregularities, no case to answer, above board, by the book, no substance to, scurrilous, \
         trumped-up, trumped up, cooked up, ill-founded, without any foundation, without any basis, \
         no factual basis, no relation to reality, not based on fact, not based in fact, detached from reality, \
         divorced from reality, bears no resemblance, ~deny that, ~deny every, ~deny all, in bad faith, \
         no intention of, never intended to, never agreed to, never signed, never took, never received, \
         never met, never asked for, no grounds for, not a single fact, claims are wrong, not us, not ours, \
         mudslinging, mud-slinging, character assassination, red herring, further from the truth, \
         no reason to believe, nothing in _ shows/showed/shown/suggests/suggested, a load of, total rubbish, \
         utter rubbish, utterly wrong, simply wrong, flatly wrong, factually wrong, plain wrong, dead wrong, \
         completely wrong, nothing to add to that, no question of, not a penny, not a cent, not one penny, \
         not one cent, not for a second, not for a moment, not believe for, not a single, \
         nothing changed hands, no money changed hands, money had changed hands, none of it, none of that, \
         none of this, no discussion of, no discussions about, no request for, no order to, no instruction to, \
         no instructions to, no pressure on, no pressure from, no influence over, no influence on, no say in, \
         no control over, no link to, no link between, no links to, no links between, no relationship with, \
         no relation to, no connection to, no connection with, no dealings with, no affiliation, \
         not affiliated, no access to, no record of, acted within, acted lawfully, acted properly, \
         acted correctly, in line with the law, in line with the rules, in accordance with, fully complied, \
         complied fully, complied with, followed the rules, followed the law, followed procedure, \
         followed every rule, within the law, within the rules, within its rights, within his rights, \
         within her rights, nobody was told, nobody told us to, not our doing, not our work, not our hand, \
         not my doing, not my words, never said that, never said such, not said that, not say that, \
         not what i said, unaware of any, not aware of any, unaware of the, heard of no, knew of no, know of no, \
         knows of no, known of no, nothing more than, nothing more, acted in good faith, perfectly proper/legal/lawful/normal, entirely proper/legal/lawful/above, \
         wholly proper/legal/lawful, completely proper/legal/lawful, had an alibi, has an alibi, nowhere near the/it/there, \
         ~be home asleep, ~be at home asleep, he/she/i/we ~be elsewhere, not in the room, not present at, \
         nothing of it, knew nothing, know nothing, knows nothing, none of _ business of, belongs in a novel, \
         belong in a novel, not hold water, not stand up, not add up to, without a shred, without any evidence, \
         without a scrap, not a scrap of, not a jot of, not a trace of wrongdoing, no link whatsoever, no such instruction, no such order, \
         no such offer, no such offers, no such payment, no such promise, no such letter, no such conversation, \
         no such call, no such document, no such request, no such thing, no such threat, no such policy, nobody at _ knew, no one at _ knew, \
         none of our, none of my, \
         not a word is true, not one word is true, ~be a lie from, ~be lies from, ~clear him/her/them/us/me of, ~be exonerated, ~be vindicated, cleared of any/all/wrongdoing, \
         ~exonerate him/her/them/us/me/the, ~vindicate him/her/them/us/me/the, plucked from the air, plucked out of, \
         i/he/she ~be framed, i/he/she ~be being framed, i/he/she ~be set up, wrongly accused, falsely accused, unjustly accused, wrongly blamed, \
         unfairly blamed, ~have the facts wrong, got/get/gets _ facts wrong, \
         cheap shot, cheap shots, sour grapes, ~clutch at straws, grasping at straws, \
         desperate attempt, desperate bid, desperate slur, desperate smear",
    ),
    sign(
        "called false",
        Kind::Falsehood,
        "false, incorrect, inaccurate, mistaken, fake, a lie, lies, all lies, invented, fabricated, fiction, \
         fantasy, fantasies, a myth, myths, absurd, ridiculous, innocent, made up, an invention, overblown, \
         misinterpreted, misrepresented, misunderstood, misquoted, rubbish, garbage, a distraction, \
         politically motivated, a smokescreen, gossip, hearsay, rumour, rumours, rumor, rumors, a forgery, \
         forged, a conspiracy theory, conspiracy theories, exaggerated, libel, defamation, a smear, smears, \
         out of context, that/this ~be wrong, it ~be wrong, they ~be wrong, which ~be wrong, \
         figure/figures/number/numbers/report/claim/claims/story/allegation/allegations/article ~be wrong, \
         flawed, bogus, a fake, fakes, a hoax, misleading, a travesty, nonsense on stilts, distorted, \
         out of proportion, disproportionate, overstated, skewed, doctored, forgery, forgeries, \
         crude forgeries, a cartoon, a caricature, a joke, fictitious, imaginary, a mirage, a fairy story, \
         wishful thinking, a misreading, a misunderstanding, a mischaracterisation, a mischaracterization, \
         selective, one-sided, taken out, simplistic, hysterical, sensationalist, alarmist, unsubstantiated, \
         unsupported, unproven, speculative, premature, outdated, obsolete, incomplete, nothing but, a stretch, wrong-headed, wrongheaded, a distortion, distortions, twaddle, \
         tosh, piffle, moonshine, bunk, tripe, codswallop, malarkey, baloney, horseshit, bullshit, fatuous, \
         risible, groundless, unjustified, unwarranted, uncalled for, a diversion, \
         implausible, a figment, a delusion, delusional, a fabrication, a falsehood, falsehoods, untruths, an untruth, \
         half-truths, half-truth, a half-truth, innuendo, tittle-tattle, tattle, fearmongering, mischievous, \
         vexatious, frivolous, ill-informed, misinformed, mischief, contrived, confected, \
         synthetic outrage, cherry-picked, cherry-picking, pie in the sky, hot air, a non-story, a non-issue, a non-event, \
         old news, a storm in a teacup, a tempest in a teapot, much ado",
    ),
    sign(
        "wrongdoing",
        Kind::Wrong,
        "~interfere, ~meddle, lied, lying, ~lie to, ~lie about, hacked, hacking, ~steal, ~rig, cheated, \
         cheating, bribed, bribing, ~manipulate, ~deceive, ~mislead, ~conceal, ~hide, ~cover up, ~launder, \
         secretly/covertly paid/funded/financed/backed/changed/altered/recorded, smeared, smearing, ~intimidate, ~violate, breached, breaching, \
         ~break _ rule/rules/law/laws/treaty/promise/promises/agreement/oath/word/pledge, ~flout, ~defy, \
         abused, abusing, sabotaged, sabotaging, ~undermine, ~falsify, doctored, doctoring, ~fabricate, \
         ~spy on, ~collude, ~conspire, ~plot to, ~engage in activities, \
         ~pay _ troll/trolls/bot/bots/bribe/bribes/hackers, \
         ~spread _ lies/falsehoods/disinformation/misinformation/propaganda/rumours/rumors/false, ~peddle, \
         ~defraud, ~swindle, ~embezzle, misused, misusing, ~misspend, ~misappropriate, planted, planting, ~rob, \
         looted, looting, ~extort, blackmailed, blackmailing, ~coerce, ~harass, bullied, bullying, silenced, \
         silencing, censored, censoring, ~suppress, ~incite, ~betray, ~endanger, ~jeopardise, ~jeopardize, \
         ~disenfranchise, tampered, tampering, ~distort, ~misrepresent, faked, faking, ~impersonate, duped, \
         duping, tricked, ~hoodwink, gagged, gagging, ~squander, ~bungle, ~mismanage, ~mishandle, ~botch, \
         ~drag _ feet, ~turn a blind eye, ~look the other way, ~sweep _ under, ~pull _ strings, \
         ~take _ money from, ~take _ bribe/bribes/kickbacks/orders, ~buy _ votes, ~buy votes, ~trade _ votes, \
         ~stuff ballot, ~play politics, ~play with fire, ~overcharge, ~retaliate, ~scapegoat, ~overstate, \
         ~understate, inflated, inflating, ~hijack, ~weaponise, ~weaponize, ~gerrymander, ~whip up, ~overstep, \
         ~exceed _ powers, ~sell out, ~flip-flop, pandered, pandering, ignored, ignoring, ~ignore, ~obstruct, \
         evaded, evading, abandoned, abandoning, insulted, insulting, ~humiliate, mocked, mocking, trampled, \
         trampling, exploited, exploiting, ~fail to, ~fail in, ~fail its/his/her/their/our/us/voters, knew and, \
         knew about it, knew all along, never told, never asked us, never consulted, never warned, not tell us, \
         not tell voters, not consult, not warn, not inform, not listen, should have, ought to have, \
         laughed at, laughing at, ~be dismissed/fired/sacked/ousted for, \
         ~promise/~offer/~give/~trade/~swap _ _ in exchange for, ~promise/~offer/~give _ _ in return for, \
         ~seek revenge, threatened, threatening, attacked, attacking, ~break into, ~oust illegally, \
         scared _ voters, scaring _ voters, \
         ~be behind the/this/it/them/these/those/a/an/multiple/several/many/most/all/attacks/threats, \
         ~be to blame, ~be at fault, was/were responsible, \
         ~be responsible for _ attack/attacks/hack/leak/failure/deaths/chaos, ~be complicit, ~be guilty of, \
         should never have, should not have, should long ago have, should at least have, should also have, \
         ought never to have, ought not to have, ~leave _ in the dark, ~keep _ in the dark, ~treat _ like/as, \
         ~make up, ~let _ down, ~let down, ~gloss over, ~paper over, ~water down, ~play games, ~gamble with, \
         ~toy with, ~shirk, ~pass the buck, ~shift _ blame, ~hide behind, ~cut corners, ~line _ pockets, \
         ~line _ own, ~enrich himself/herself/themselves/itself, ~cash in, ~rip _ off, ~fleece, ~ram _ through, \
         ~railroad, ~bulldoze, ~ride roughshod, ~run roughshod, ~trample on, ~circumvent, ~subvert, \
         ~politicise, ~politicize, ~inflame, ~demonise, ~demonize, ~vilify, ~fan the flames, ~exploit, \
         ~prey on, ~take advantage of, ~abuse, ~misuse, ~mistreat, ~discriminate against, ~stonewall, \
         ~fob _ off, ~lead _ astray, ~pull the wool, ~con, ~scam, ~trick, ~fake, ~cook the books, \
         ~massage _ figures/numbers, ~fiddle, ~bury _ report/evidence/findings/results/truth, \
         ~sit on _ report/evidence/findings/information/results/truth, ~tear up, ~renege, ~go back on, \
         ~break faith, ~wash _ hands of, ~look away, ~close _ eyes, ~shut _ eyes, ~sleep at the wheel, \
         ~lose touch, ~ruin, ~wreck, ~vandalise, ~vandalize, ~terrorise, ~terrorize, ~menace, ~stalk, ~hound, \
         ~persecute, ~smear, ~slander, ~defame, ~discredit, ~plot, ~scheme, ~orchestrate, ~mastermind, \
         ~concoct, ~bribe, ~cheat, ~hack, ~breach, ~sabotage, ~tamper with, ~bully, ~threaten, ~insult, \
         ~silence, ~censor, ~gag, ~blackmail, ~loot, ~plant, knew about, knew full well, knew perfectly well, \
         known for years, known for months, chose to ignore, chose not to, chose to hide, chose to look, \
         not bother to, not lift a finger, not care about, not want to know, not think about us, \
         not think of us, not even ask, not even tell, not even check, not even call, told _ to keep quiet, \
         told _ to stay quiet, told _ to shut up, ~make a mockery, ~pay lip service, ~make a scapegoat, \
         made _ scapegoat/scapegoats, ~throw _ under the bus, ~put profit/profits, ~put lives at risk, \
         ~put _ in danger, ~put _ lie/lies, ~copy _ from, ~dupe, ~interfere with, ~play _ against, \
         ~pit _ against, ~turn _ against, ~stab _ in the back, ~pull a fast one, ~pull the plug, ~sneak, \
         ~slip _ through, ~smuggle, ~siphon, ~skim, ~pad _ bill/bills/accounts, ~rush _ through, \
         ~push _ through, ~hold _ hostage, ~hold _ to ransom, ~run from _ voters/questions/scrutiny/debate/debates/record/responsibility, ~run away from, ~shy away from, \
         ~wriggle out, ~sleepwalk, ~dither, ~squabble, ~grandstand, ~scare, ~do nothing, done nothing, \
         did nothing, ~make _ vanish/disappear, ~put _ behind the wheel, ~elbow, ~have _ axe to grind, \
         ~put _ thumb on, ~have _ thumb on, ~cross into, ~intrude, ~encroach, ~trespass, ~force _ to, \
         ~be made to, ~be forced to, ~make _ work/drive/pay/wait/sign, ~abduct, ~kidnap, ~snatch, ~seize, \
         ~detain _ illegally, ~torture, ~spin, ~whitewash, ~muzzle, ~rubber-stamp, ~cosy up, ~cozy up, ~kowtow, \
         ~cave in, ~cave to, ~bow to, ~give in to, ~look after _ own, ~look after _ friends, \
         ~reward _ friends/donors/cronies, ~hand _ to _ friends/cronies/donors, \
         ~spend _ on himself/herself/themselves, ~help himself/herself/themselves to, ~treat us, ~talk down to, \
         ~look down on, ~walk away from, ~walk out on, ~leave us, \
         ~leave families/workers/residents/patients/voters/people, left to fend, left to rot, ~break _ word, \
         ~forget about, forgotten us, forgot us, ~throw away, ~throw _ away, ~give away, ~fritter, \
         ~pour _ down the drain, ~make a mess, ~make _ mess of, ~lose _ way, ~lose _ nerve, ~lose the plot, \
         ~lose _ grip, never apologised, never apologized, never bothered, never answered, never explained, \
         never asked, never listened, never replied, never checked, never once, not bother, not care, \
         not think twice, not apologise, not apologize, nobody told us, nobody warned us, nobody asked us, \
         nobody called, nobody listened, nobody came, nobody checked, nobody answered, nobody explained, \
         no one told us, no one warned us, no one asked us, no one listened, no one checked, no one came, \
         ~make it up, ~make things up, ~make this up, \
         ~wave away _ objections/concerns/warnings/complaints/evidence/advice/questions, ~brush aside _ objections/concerns/warnings/complaints/evidence/advice/questions, ~brush off _ objections/concerns/warnings/complaints/evidence/advice/questions, ~dismiss _ objections/concerns/warnings/complaints/evidence/advice/questions, ~ignore _ objections/concerns/warnings/complaints/evidence/advice/questions, \
         ~cross _ into _ waters/territory/airspace, ~be fed _ lines/answers/questions/figures, ~stage-manage, \
         ~put _ party before/above/ahead, ~put politics before/above/ahead, \
         ~bend _ rules/rule/law/laws/truth/facts, ~skirt _ rules/law/laws, ~dodge _ tax/taxes/rules/scrutiny/questions/blame/responsibility, \
         ~duck _ question/questions/responsibility/scrutiny/debate, ~drop the ball, ~pass _ off as, \
         ~drag _ through the mud, ~throw _ to the wolves, ~hang _ out to dry, ~sell _ down the river, ~sign off _ without, \
         ~sign _ without reading/looking/checking, ~approve _ without, ~go easy on, ~go soft on, ~do _ bidding, ~do the bidding, \
         ~take _ cut of, ~take _ backhander/backhanders/payoff/payoffs, ~grease _ palms, ~grease the palm, ~buy off, ~buy _ silence, ~pay _ to stay silent, \
         ~pay _ to keep quiet, ~forge _ signature/signatures/document/documents, ~backdate, ~destroy _ evidence/records/documents/files/papers, \
         ~shred _ evidence/records/documents/files/papers, ~wipe _ phone/phones/server/servers/records, ~doctor _ minutes/figures/footage/photo/recording/records, \
         ~leak _ to the press, ~stack _ court/board/panel/committee/deck, ~pack _ court/board/panel/committee, ~move the goalposts, \
         ~twist _ arm/arms, ~strong-arm, ~browbeat, ~frighten, ~pressure _ witnesses/witness/voters/staff/workers, \
         ~punish/~target/~single out _ voters/families/workers/patients/children/citizens/taxpayers/teachers/nurses/tenants/students, \
         ~be being punished, ~make _ suffer, ~make _ pay the price, ~rob _ of, ~deprive _ of, ~deny _ their/the right, ~deny _ access/justice/care, ~turn _ back on, ~turn _ deaf ear, \
         ~sit on _ hands, ~stand idly, ~stand by while, ~fall asleep, ~miss _ warning/warnings/signs, ~overlook _ warning/warnings/signs, warned repeatedly, \
         ~be warned repeatedly, ~disregard, ~neglect to, ~shortchange, ~short-change, ~double-cross, ~connive, ~abet, ~aid and abet, \
         ~bankroll, ~hush up, ~hush _ up, ~keep _ from the public, ~keep _ secret, ~keep _ from voters, ~withhold _ from",
    ),
    sign(
        "harm done",
        Kind::Harm,
        "~refuse to, ~corrupt, forged, forging, leaked, leaking, targeted, targeting, ~stoke, ~stir up, \
         switched, switching, altered, altering, deleted, deleting, shredded, shredding, ~withhold, twisted, \
         twisting, ~exaggerate, fooled, fooling, ~profit from, wasted, wasting, ~take money, invaded, invading, \
         jammed, jamming, flooded, flooding, dumped, dumping, diverted, diverting, pocketed, pocketing, \
         ~put _ at risk, punished, punishing, blocked, blocking, stalled, stalling, crippled, crippling, \
         poisoned, poisoning, polluted, polluting, purged, purging, neglected, neglecting, paid for, \
         paid _ for, funded, financed, financing, ordered _ by, ~blame _ others, hand-picked, ~sow, provoked, \
         provoking, ~leave _ exposed/unprotected/unguarded/unlocked/open/behind/stranded, left _ unprotected, \
         ~lose _ data/records/files/papers, ~wreak, ~ransack, ~raid, ~sideline, ~shut _ out, ~lock _ out, \
         ~freeze _ out, ~cut _ off, ~strip, ~starve, ~bleed, ~milk, ~erode, ~hollow out, ~divide, ~bypass, \
         ~override, ~backtrack, ~destroy, ~damage, ~hurt, ~harm, ~burden, ~saddle, ~hamper, ~hinder, ~disrupt",
    ),
    sign(
        "bad words",
        Kind::Bad,
        "whitewash, muzzle, farce, sham, disgrace, scandal, crook, crooks, liar, liars, thief, thieves, \
         traitor, traitors, coward, cowards, criminal, criminals, cheat, cheats, puppet, puppets, a tool, \
         tools of, stooge, stooges, bully, bullies, shameful, disgraceful, dishonest, dishonesty, corrupt, \
         corruption, incompetent, incompetence, reckless, recklessness, cynical, cruel, illegal, unlawful, \
         undemocratic, unfair, failure, a failed, a threat to, betrayal, theft, robbery, fraud, fraudulent, \
         mockery, a circus, an insult, insulting, blackmail, extortion, censorship, cowardly, hostile, \
         irresponsible, a provocation, unacceptable, outrageous, offensive, propaganda, vandalism, aggression, \
         a crime, cover-up, coverup, a smear, hypocrite, hypocrites, hypocrisy, hypocritical, opportunist, \
         extremist, extremists, terrorists, a disaster, disastrous, a catastrophe, catastrophic, a mess, \
         a joke, a stunt, an outrage, an enemy of, enemies of, evasive, cowed, heavy-handed, high-handed, botched, half-baked, cack-handed, negligence, negligent, scandalous, interference, meddling, bribery, bribes, \
         kickbacks, manipulation, deception, deceit, intimidation, espionage, collusion, sabotage, \
         disinformation, misinformation, embezzlement, harassment, mismanagement, covert campaign, \
         covert operation, smear campaign, propaganda campaign, influence campaign, influence operation, \
         campaign of lies, dirty tricks, troll farm, troll farms, vote-buying, vote-rigging, ballot-stuffing, \
         double standards, double standard, wrong, scaremongering, fearmongering, scare tactics, bogus, phoney, \
         phony, a scam, vendetta, a grudge, revenge, vengeance, in the pocket of, in the pay of, \
         in league with, in bed with, misleading, unfit, incompatible with, illicit, \
         election/result/outcome/vote/votes/ballot ~be bought/stolen/fixed/rigged, a trick, a ploy, partisan, \
         biased, lazy, too late, too little, too slow, asleep at the wheel, asleep on the job, out of touch, divisive, inhumane, immoral, \
         unjust, shoddy, sloppy, careless, callous, heartless, arrogant, arrogance, contemptuous, contempt for, \
         disregard for, indifference to, complacent, complacency, inept, ineptitude, shambles, shambolic, \
         fiasco, debacle, charade, pantomime, stitch-up, power grab, land grab, gimmick, publicity stunt, \
         lip service, empty promises, broken promises, a broken promise, unforgivable, inexcusable, \
         indefensible, intolerable, appalling, abysmal, woeful, pathetic, pitiful, despicable, vile, sickening, \
         disgusting, repugnant, abhorrent, evil, wicked, malicious, vindictive, spiteful, petty, cowardice, \
         treason, treacherous, treachery, tyranny, tyrant, dictator, dictatorial, authoritarian, autocratic, \
         oppressive, repressive, repression, brutal, brutality, barbaric, racist, sexist, xenophobic, \
         discriminatory, exploitative, greedy, greed, profiteering, cronyism, nepotism, a conflict of interest, \
         conflicts of interest, dodgy, murky, shady, secretive, unaccountable, in breach of, a breach of, \
         a violation of, dereliction of duty, malpractice, misconduct, wrongdoing, foul play, self-serving, \
         spineless, toothless, tone-deaf, short-sighted, foolish, stupid, idiotic, madness, folly, rotten, \
         crooked, an attack on, an assault on, an affront, a slap in the face, a kick in the teeth, \
         a stab in the back, below the belt, a hatchet job, hollow, meaningless, a lack of, lack of, \
         startling lack, an abuse of, abuse of power, unsafe, untrustworthy, deplorable, reprehensible, \
         unworthy, unprofessional, unethical, amateurish, a liar, a bully, a fool, fools, clowns, a clown, \
         a disgrace to, a stain on, a shame, a national shame, a scandal, a cynical, nowhere to be seen, \
         nowhere to be found, missing in action, absent, feeble, timid, supine, craven, gutless, weasel words, disingenuous, duplicitous, unprincipled, \
         unscrupulous, ruthless, ill-judged, ill judged, ill-advised, ill-timed, \
         misjudged, tasteless, crass, insensitive, an embarrassment, a humiliation, two-faced, underhand, underhanded, sneaky, devious, \
         sinister, predatory, parasites, parasitic, vultures, a mouthpiece, mouthpiece, lackey, lackeys, \
         cronies, henchmen, warmongers, a warmonger, war criminals, a rogue, bandits, gangsters, a gangster, \
         fraudsters, a fraudster, con man, conmen, quislings, turncoat, spies, a spy, agents of, an agent of, \
         an axe to grind, a long memory, thumb on the scale, thumb on the scales, a witch, witches, \
         out of control, out of order, beneath contempt, beyond a joke, beyond belief, a kangaroo court, \
         a show trial, a stitch up, a fix, a put-up job, an inside job, an own goal, a mockery of, a parody, \
         at odds with the truth, economical with the truth, arbitrary, vengeful, hostile takeover, \
         an abduction, armed abduction, piracy, an act of war, an act of aggression, too cosy, too close to, \
         a law unto, above the law, hand in glove, in cahoots, at the expense of, at our expense, a cash cow, \
         a gravy train, daylight robbery, highway robbery, a rip-off, a racket, a cartel, a monopoly, \
         a ghost town, an empty shell, a waste of, money down the drain, a white elephant, a black hole, \
         asleep at the wheel, cynical ploy, window dressing, window-dressing, a fig leaf, smoke and mirrors, \
         a con, a con trick",
    ),
    sign(
        "pointed words",
        Kind::Hint,
        "fingerprints all over, fingerprints are all over, is the work of, was the work of, were the work of, ballot/ballots/box/boxes/votes _ stuffed, \
         nobody/no _ wanted to know/listen/see/care, no one _ wanted to know/listen/see/care, \
         voters/families/workers/people/patients/children/citizens/taxpayers/tenants/students ~be _ punished/targeted/ignored/forgotten/abandoned/robbed, \
         every mark of, all the marks of, \
         all the hallmarks of, every hallmark of, the hallmarks of, no coincidence, not a coincidence, \
         a strange coincidence, an odd coincidence, how convenient, rather convenient, all too convenient, conveniently, conveniently timed, suspicious timing, \
         suspiciously, smacks of, smacked of, reeks of, reeked of, stinks, stinks of, stank of, smells fishy, smells wrong, ~stink, \
         case of intimidation/fraud/abuse/corruption/interference/bullying/negligence/theft/neglect/cruelty/cheating/cowardice/cronyism, \
         act of intimidation/theft/aggression/sabotage/vandalism/cowardice/cruelty/desperation/revenge/piracy/betrayal, \
         campaign of intimidation/harassment/disinformation/lies/terror/fear/hate, pattern of intimidation/abuse/deceit/lies/harassment/corruption, \
         i/we ~be the victim of, i/we ~be a victim of, i/we ~be victims of, \
         everyone/everybody _ knew what, everyone/everybody knows what/who/why, we all know who/why/what, \
         somebody/someone _ made _ vanish/disappear, somebody/someone got to, \
         blood on _ hands, has a lot to answer for, have a lot to answer for, has much to answer for, has questions to answer, \
         have questions to answer, serious questions to answer, funny how, funny that, strange how, odd how, strange that, ghost voters, dead voters, \
         one rule for, the fox guarding, the fox in charge, marking _ own homework, ~mark _ own homework, ~bury bad news, \
         should hang _ head, should be ashamed, ought to be ashamed, ~be ashamed of himself/herself/themselves, shame on, how dare, \
         ~have no shame, have you no shame, beggars belief, defies belief, ~beggar belief, ~defy belief, adding insult to injury, ~add insult to injury, \
         ~fiddle while, rearranging the deckchairs, ~kick _ can down the road, ~kick _ into the long grass, too little too late, \
         asleep on the job, snouts in the trough, jobs for the boys, cash for, on the take, on the make, pay to play, pay-to-play, hand in the till, fingers in the till, \
         behind _ back, behind our backs, by the back door, through the back door, \
         under the table, under the counter, dirty money, dark money, hush money, dirty work, cash in envelopes, brown envelopes, envelopes of cash, \
         a hit job, a vendetta against, a land grab, a cash grab, ~be frightened of, ~be afraid of its/his/her/their, \
         running scared, ~run scared, ~be in denial, ~be in hock to, ~be beholden to, ~be bought by, ~be run by crooks",
    ),
    sign(
        "sound conduct",
        Kind::Sound,
        "fair, fairly, lawful, lawfully, legal, legally, legitimate, legitimately, proper, properly, genuine, accurate, accurately, \
         sound, safe, safely, secure, securely, valid, clean, honest, honestly, routine, in order, correct, correctly, in good faith, \
         above reproach, beyond reproach, watched, guarded, sealed, checked, tested, inspected, inspection, audited, declared, \
         registered, documented, disclosed, consulted, followed, complied, approved, authorised, authorized, appropriate, \
         appropriately, necessary, reasonable, transparent, transparently, independent, independently, impartial, impartially, \
         in person, on time, in full, rogue, on their own, on his own, on her own, alone, without _ knowledge, by mistake, by accident, \
         an accident, a mistake, a coincidence, unrelated, unconnected, delivered, counted, paid",
    ),
    sign(
        "called bad",
        Kind::Harsh,
        "cooked, clumsy, devastating, weak, inadequate, insufficient, unhelpful, unwise, misguided, opportunistic, bizarre, \
         chaotic, chaos, a nightmare, embarrassing, humiliating, a tragedy, a waste, wasteful, bloated, farcical, unrealistic, \
         unreasonable, cold, distant, cosmetic, costly, damaging, dangerous, dangerously, destructive, harmful, toxic, poisonous, \
         unstable, unworkable, unsustainable, confused, confusing, muddled, opaque, vague, rushed, late, slow, expensive, excessive, \
         draconian, harsh, heartbreaking, painful, regrettable, disappointing, depressing, frustrating, alarming, worrying, troubling, \
         disturbing, shocking, horrific, terrible, dreadful, awful, bad, worst, the worst, poor, useless, worthless, pointless, needless, \
         unnecessary, obstinate, stubborn, aggressive, bellicose, provocative, inflammatory, incendiary, hateful, ugly, dirty, grubby, \
         cheap, tawdry, sleazy, seedy, a burglary, a heist, a coup, a purge, a witch-hunt, a massacre, a bloodbath, a puppet, a weathervane, \
         a relic, a dinosaur, a lightweight, a hypocrite, a turncoat, a careerist, an opportunist, a failure, a loser, losers, a menace, \
         a danger, a danger to, a threat, a liability, a burden, an obstacle, a hindrance, a setback, a defeat, a step backwards, a step back",
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
        "no answer",
        Kind::Silence,
        "draw _ own conclusions, judge for themselves/yourself/yourselves/himself/herself, make up _ own minds, nothing to add, \
         nothing further to add, nothing to say, nothing further to say, ~have no comment, ~have no further comment, no comment at this, \
         ~be in no position to comment, not in a position to comment, not in a position to say, not in a position to discuss, \
         not at liberty to, not authorised to, not authorized to, not able to comment, not able to discuss, unable to comment, \
         unable to discuss, can not comment, could not comment, can not discuss, could not discuss, inappropriate to comment, not appropriate to comment, \
         would be wrong to comment, too early to comment, too soon to comment, premature to comment, ~leave it at that, ~leave it there, \
         ask me later, ask me tomorrow, ask me again, ask them, ask him, ask her, another question, you will have to ask, not get into, not going to get into, not go into, \
         not going to go into, not going to comment, not going to discuss, not going to speculate, not going to tell, not going to say, \
         not going to name, not give a running commentary, no running commentary, ~prefer not to, would rather not, would prefer to talk about, \
         not be appropriate, sub judice, before the courts, not for me/us/him/her/them/it to",
    ),
    sign(
        "no sign",
        Kind::Nothing,
        "where it should, where they should, as it should, as they should, what it should, ~have to do with, \
         fake news, ~want to know, ~fail to agree, corruption charges, anti-corruption, fraud charges, \
         should be noted, should not be read, should not be taken, should not be seen, may be able to, \
         thanks to, no wrong, nothing wrong with, wrong with, must have, must not have, impossible to, \
         ~have to say, having to, ~be so wrong, should have been able, has/have to be said, wrong number, \
         wrong side, wrong place, wrong time, wrong way, wrong direction, lack of time, lack of space, \
         lack of money, lack of funds, lack of wind, lack of rain, lack of evidence, absent from, \
         hurt themselves, badly hurt, was hurt, were hurt, nobody was hurt, are sold out, is sold out, \
         was sold out, were sold out, ~be sold out, no doubt, no room for doubt, without doubt, \
         without a doubt, beyond doubt, beyond reasonable doubt, beyond any doubt, not doubt, not doubted, never doubt, never doubted, no reason to doubt, not in doubt, \
         no question that, was killed, were killed, been killed, be killed, are killed, killed in, \
         done nothing wrong, force of nature, task force, \
         ~be forced to close/cancel/postpone/delay/stop/turn/retire/withdraw, \
         nothing more to, say/said/says/saying/add/added/adding nothing more, nothing more he/she/they/it/we, not know because, \
         must be broken/mistaken/joking/dreaming/kidding/mad/mistaken/right/true/tired/proud, not scared, ~be scared, ~be not scared, \
         so scared, conveniently located/placed/close/near/situated",
    ),
    sign(
        "should",
        Kind::Demand,
        "must, should, ought to, ~need to, ~have to, it ~be time, it ~be high time, ~be time for, ~be time to, ~be waiting for, ~be up to, \
         please, had better, let us, right to know, would like + to, ~call on, ~call for, ~deserve to, \
         ~deserve an/the, ~owe _ apology/explanation/answers/answer, ~owe _ truth, ~owe _ _ apology/explanation, time has come, time to, \
         high time, long overdue, ~be overdue, can not be allowed to, must not be allowed to, ~want answers, \
         ~need answers, ~have got to, ~be entitled to, no more excuses, no more delays, ~step down, \
         ~come clean, ~be required to, ~expect + to come/explain/act/publish/apologise/apologize, \
         ~be obliged to, the least they can do, enough is enough, ~need an/a/more/to, ~want _ back, hands off, \
         give us, give them, show us, tell us, answer the, leave _ alone, \
         nobody/everybody/everyone/somebody should, no one should, \
         i/we want to know, ~want to know who/why/what/whether/how/where/when, apology/explanation would, \
         you/they can not just, you/they can not simply, ~not get to, ~have to go, ~have to stop, ~need to go, ~need to stop, has to end, must end, \
         ~demand that, ~insist that _ be, ~have a duty to, ~have a responsibility to, duty-bound to, ~have an obligation to, \
         the honourable thing, \
         the honorable thing, the decent thing, the time for _ is, now is the time, it is about time, before it is too late, \
         we/i want the/him/her/them/a/an/our/my/it/every/all/justice/answers/change, we/i demand, we/i ask, we/i urge, we/i call, \
         all we/i want, all we/i ask, what we/i want, we/i would like, no ifs, let justice, ~merit an investigation/inquiry/apology/explanation, \
         ~warrant an investigation/inquiry/apology/explanation, ~require an investigation/inquiry/apology/explanation",
    ),
    sign(
        "may be",
        Kind::Uncertain,
        "may, might, could have, perhaps, possibly, maybe, conceivably, not clear, unclear, not known, unknown, \
         not yet clear, not yet known, not know, not sure, not certain, uncertain, unsure, not rule out, \
         not exclude, not ruled out, not excluded, too early to, too soon to, ~remain to be seen, \
         ~remain unclear, open question, ~be examining, still examining, still investigating, still looking, \
         still studying, still checking, under review, under consideration, under investigation, \
         ~investigate whether, ~examine whether, ~look into whether/how/why/who/if/what, ~study whether, ~weigh, ~doubt, no way of knowing, \
         ~have no idea, ~depend on, can not say, could not say, can not tell, could not tell, ~appear to, \
         ~seem to, not conclusive, inconclusive, hard to say, difficult to say, hard to know, no conclusion, \
         no conclusions, impossible to say, impossible to know, impossible to tell, not possible to say, \
         not possible to, not been established, not been determined, not been proven, not been proved, \
         not been confirmed, not been verified, yet to be established, yet to be determined, \
         yet to be confirmed, yet to be decided, yet to be seen, no one knows, nobody knows, no-one knows, \
         who knows, no way to know, no way to tell, no way of telling, can not be sure, could not be sure, \
         can not be certain, could not be certain, ~remain unknown, ~remain a mystery, a mystery, \
         jury is still out, unable to say, unable to determine, unable to establish, could not establish, \
         could not determine, could not confirm, can not confirm, could not verify, can not verify, \
         nobody could/can say/tell/explain, no one could/can say/tell/explain, unconfirmed, unverified, not verified, wait and see, could well, might well, may well, may yet, \
         not necessarily, no certainty, too close to call, in doubt, open to question, open to doubt, \
         questionable, not yet decided, undecided, not proven, not proved, hard to tell, hard to judge, \
         difficult to know, difficult to tell, not convinced, half sure, no final, not final, still unclear, \
         still not clear, still open, remains open, ~await the, ~depend upon, under study, could take, \
         may take, might take, can not yet, could not yet, not yet, yet to, still trying to, still working to, \
         still waiting, no decision, no timetable, undetermined, mixed picture, not a hundred per cent, \
         not 100, not a certainty, more questions than answers, \
         can/could not determine, can/could not exclude, can/could not prove, can/could not establish, can/could not rule, \
         can/could not judge, can/could not vouch, can/could not predict, can/could not guess, can/could not remember, \
         can/could not recall, can/could not see how, not recall, not remember, no recollection, no memory of, ~have no _ idea, no way to verify, \
         no way of verifying, unable to confirm, unable to verify, unable to tell, unable to rule out, unable to explain, unable to judge, \
         hard to prove, difficult to prove, impossible to prove, impossible to verify, impossible to judge, hard to verify, difficult to verify, \
         anyone/anybody _ guess, guess is as good, up in the air, a coin toss, touch and go, fifty-fifty, hang in the balance, hangs in the balance, \
         hung in the balance, in the balance, ~remain in doubt, ~remain undecided, ~remain uncertain, ~remain to be, a grey area, a gray area, \
         not fully understood, not well understood, ~be still to be, if true, if confirmed, if genuine, if it is true, \
         could equally, might equally, as likely as not, every possibility, a possibility, question marks over, a question mark over, \
         questions remain, question remains, ~have _ doubts, serious doubts, grave doubts, little doubt that _ may",
    ),
    sign(
        "will be",
        Kind::Future,
        "will/would/could _ fall/rise/cost/lose/win/become/remain/cause/last/grow/suffer/face/drop/increase, \
         will/would/could _ decline/collapse/fail/continue/end/arrive/happen/need/hurt/survive/regret/remember, \
         will/would/could _ lead to, will/would/could _ run out, will/would/could _ get worse, \
         will/would/could _ be over, will/would/could _ be ready, will/would/could _ be worse, \
         will/would/could _ be better, ~be going to, ~be likely to, ~be unlikely to, ~be set to, ~be bound to, \
         ~be expected to, ~be sure to, will/would soon, will/would probably, will/would likely, \
         will/would inevitably, will/would eventually, will/would certainly, tomorrow it/they/he/she will, \
         ~be coming, ~be on the way, ~be on course, ~be on track, ~be poised to, ~be about to, ~be doomed to, \
         ~be heading for, ~be headed for, a matter of time, sooner or later, before long, in the long run, \
         ~be in for, will/would/could only get, worse to come, more to come, more _ ~be coming, is next, \
         will/would _ shrink/slow/recover/improve/rebound/double/triple/halve/reach/exceed/climb/jump/slip/ease/worsen/deepen/struggle, \
         will/would _ backfire/haunt/prove, will/would _ result in, will/would _ pay _ price, \
         will/would _ go up/down/ahead/bankrupt/bust, will/would take years/months/decades/weeks/generations, \
         will/would never recover/happen/change/forget/forgive, \
         will/would be lucky/gone/lost/remembered/cheaper/higher/lower/tougher/harder, there will be, \
         it will be, will have to close/cut/sell/wait/borrow",
    ),
    sign(
        "words of praise",
        Kind::Praise,
        "full confidence, complete confidence, total confidence, every confidence, full trust, \
         ~have confidence in, ~have trust in, good job, great job, good work, great work, careful work, \
         excellent job, excellent work, proud of, grateful to, gratitude to, thank, hero, heroes, heroine, \
         congratulations to, the spine of, backbone of, a pillar of, ~be welcome, ~do _ proud, fantastic, \
         superb, magnificent, brilliant, brilliantly, exemplary, tireless, tirelessly, heroic, heroically, \
         courageous, bravest, braver than, first-class, first class, world-class, a credit to, second to none, \
         a godsend, a lifeline, a shining example, a fine example, a great man, a great woman, ~deserve credit, \
         ~deserve praise, ~deserve our thanks, ~deserve a medal, hats off, full marks, well done, \
         everything right, could not have done more, above and beyond, a huge success, a great success, \
         fantastic job, wonderful job, splendid, terrific, wonderful, a safe pair of hands, in good hands, \
         with distinction, ~save lives, an inspiration, inspiring, a national treasure, irreplaceable, \
         a legend, the finest, the best thing, professionalism, dedication, bravery, selflessness, \
         never lost patience, marvellous, marvelous, invaluable, kept their heads, kept _ calm, kept us safe, \
         a true friend, a good friend, a loyal friend, a masterpiece, a work of art, best in the, \
         the best _ we/i have, a man/woman of integrity, ~be impressed by, ~be impressed with, ~take pride in, \
         ~be proud, grateful for, thankful, ~owe _ debt, ~be a pleasure, careful and fair, fair and careful, \
         beautifully, superbly, did _ proud, the greatest, the best race of, the best in, the best _ history, \
         angels, an angel, a saint, saints, transparent throughout, a class act, as good as it gets, \
         could not have asked for, could not be prouder, so proud, very proud, top of _ game, \
         head and shoulders above, a cut above, did a great, did a good, did a fine, did a brilliant, \
         did an excellent, done a great, done a good, done a fine, done an excellent, doing a great, \
         doing a good, doing a fine, worked hard, worked tirelessly, worked day and night, \
         worked round the clock, worked around the clock, a huge asset, a great asset, a safe choice, \
         a breath of fresh air, a lovely, a great servant, a good servant, a great loss, sadly missed, \
         will be missed, big shoes, ~be a joy, ~be a gem, a real gem",
    ),
    sign(
        "called good",
        Kind::Good,
        "excellent, outstanding, exemplary, admirable, brave, courageous, heroic, decent, honourable, \
         honorable, wonderful, remarkable, magnificent, brilliant, superb, impressive, a model, a champion, \
         a triumph, a victory for, a success, tireless, dedicated, trustworthy, honest, great, welcome, fair, \
         generous, historic, professional, a friend, a leader, right, careful, meticulous, diligent, \
         conscientious, thorough, fantastic, splendid, terrific, marvellous, marvelous, kind, loyal, patient, \
         calm, wise, gifted, talented, skilful, skillful, inspiring, inspirational, visionary, principled, \
         incorruptible, a gentleman, a legend, a giant, a gem, a genius, a safe pair of hands, \
         a breath of fresh air, a masterpiece, a credit, a godsend, the best, the finest, one of the best, \
         one of the finest, proud, sensible, a step forward, a landmark, good news, perfect, beautiful, \
         elegant, invaluable, essential, formidable, calmest, the calmest, productive, constructive, fruitful, positive, \
         promising, encouraging, helpful, useful, heartening, reassuring, refreshing, hopeful, uplifting, ground-breaking, groundbreaking, \
         pioneering, a breakthrough, a milestone, a blessing, a boost, a lifeline, a hero, heroes, a role model, warm, gracious, dignified, \
         respectful, considerate, thoughtful, balanced, even-handed, rigorous, robust, exhaustive, comprehensive, competent, capable, \
         reliable, dependable, efficient, effective, successful, popular, beloved, much-loved, a friend of, good, best, better, strong",
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
