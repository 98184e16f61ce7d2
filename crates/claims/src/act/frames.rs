//! Frames: what the words of a cue do, whoever speaks.
//!
//! One table for everybody. A row says which act its cues make, which act they make where they are negated, and where
//! the one stands whom the act is about.

use crate::Act;

/// What a cue does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Its stable name.
    pub name: &'static str,
    /// The act of the cue alone.
    pub act: Act,
    /// The act of the negated cue.
    pub negated: Act,
    /// Whether signs in the content may decide otherwise.
    pub reads: Reads,
    /// Whom the act is about.
    pub about: About,
    /// Its cues, in the notation of [`phrases`](super::phrases).
    pub cues: &'static str,
}

/// What of the content counts for the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Nothing: the cue says it all.
    Nothing,
    /// All signs.
    Content,
    /// All signs, and wrongdoing counts whoever is its subject.
    Claim,
    /// The same, and what is claimed of others accuses them.
    Distance,
    /// All signs, and what is held up of oneself denies.
    Defence,
    /// A warning of what is, not of what may come.
    Warning,
    /// Only signs that the content rejects something.
    Rejection,
    /// Whether it is a claim or the like: who challenges that rejects it.
    ThingSaid,
    /// What something or somebody is called.
    Description,
}

/// Where the one stands whom an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Nowhere.
    Nobody,
    /// The object of the cue, or its subject where the cue is passive: `accused | the guild of hiding it`.
    Object,
    /// Behind a preposition: `blamed | the delay on the contractor`.
    Behind(&'static str),
    /// The subject of the content: `alleged | that the guild had hidden it`.
    Subject,
}

use About::{Behind, Nobody, Object, Subject};
use Reads::{Claim, Content, Defence, Description, Distance, Nothing, Rejection, ThingSaid, Warning};

const fn frame(
    name: &'static str,
    act: Act,
    negated: Act,
    reads: Reads,
    about: About,
    cues: &'static str,
) -> Frame {
    Frame { name, act, negated, reads, about, cues }
}

/// The frame of cues that no row has.
pub(super) const OTHER: Frame = frame("other", Act::Assert, Act::Decline, Content, Nobody, "");

/// All frames. Of two phrases that begin at the same word the longer one counts.
pub(super) const FRAMES: &[Frame] = &[
    frame(
        "accuse",
        Act::Accuse,
        Act::Decline,
        Nothing,
        Object,
        "~accuse, ~blame, ~fault, ~criticise, ~criticize, ~condemn, ~denounce, ~slam, ~blast, ~lambast, \
         ~lambaste, ~castigate, ~chide, ~rebuke, ~reprimand, ~berate, ~censure, ~deplore, ~decry, ~attack, \
         ~assail, ~scold, ~deride, ~mock, ~ridicule, ~vilify, ~savage, ~indict, ~implicate, ~incriminate, \
         ~reproach, ~pillory, ~hit out at, ~hit out, ~lash out at, ~lash out against, ~lash out, ~take aim at, \
         ~take a swipe at, ~point a/the finger at, ~point fingers at, ~rail against, ~rail at, ~excoriate, \
         ~upbraid, ~admonish, ~denigrate, ~malign, ~taunt, ~tear into, ~turn on, ~rounded on, ~find fault with, \
         ~hold _ responsible, ~hold _ accountable, ~bemoan, ~lament, ~charge _ with, ~complain of, \
         ~complain about, ~take _ to task, ~single out, ~finger, ~sue, ~chastise, ~go after, ~boo, ~scorn, \
         ~pan, ~trash, ~bash, ~hammer, ~skewer, ~disparage, ~demonise, ~demonize, ~belittle, ~dress down, \
         ~be critical of, criticism, criticisms, condemnation, denunciation, complaints about, complaint about, \
         complaints against, complaint against, allegations against, allegation against, accusations against, \
         accusation against, charges against, charge against, ~round on, ~lay into, ~call out, ~call _ out, \
         ~cry foul, ~blow the whistle, ~tell off, ~rap, ~pour scorn on, ~heap scorn on, ~heap blame on, \
         ~be scathing about, ~be scathing of, ~be scathing, ~take a dim view of, ~vent _ anger, ~vent _ fury, \
         ~question _ motives, ~lampoon, ~accuse of, ~level criticism at, ~protest against, ~protest at, \
         ~hit out against, ~speak out against, ~come out against, ~draw a line from, ~see _ hand of, ~see _ hand behind, \
         ~see _ hand in, ~detect _ hand of, ~detect _ hand in, \
         ~express/~voice _ anger/outrage/fury/dismay/disgust/indignation/disappointment/disapproval/frustration, \
         ~register _ displeasure, ~question _ integrity/honesty/competence/independence/impartiality/judgment/judgement, \
         ~cast aspersions, ~fume, ~seethe, ~rage at, ~rage against, ~thunder, ~rant, ~jeer, ~heckle, ~snipe at, \
         ~sneer, ~accuse/~suspect of, ~impugn, ~besmirch, ~condemn as, ~read the riot act, ~have harsh words for, \
         ~have strong words for, ~be furious with, ~be furious at, ~be angry at, ~be angry with, \
         ~be disappointed with, ~be disappointed in, ~be dismayed by, ~be dismayed at, ~be appalled by, \
         ~be appalled at, ~be outraged by, ~be outraged at, ~be harsh on, ~be hard on, ~file a complaint, \
         ~lodge a complaint, ~file complaints, ~lodge complaints, ~hurl, ~allude to _ wrongdoing, \
         ~lay _ at the door, ~lay _ at _ door, ~lay into, ~pile into, ~pick holes in, ~poke holes in, ~pull apart, \
         ~take apart, ~throw the book at, ~scapegoat, ~stigmatise, ~stigmatize, ~expose, ~name and shame, \
         ~haul over the coals, ~give _ dressing down, outcry over, anger at, anger over, fury at, fury over, \
         outrage at, outrage over, ~be up in arms, come/comes/came/coming under fire/attack/criticism from, ~draw criticism from, ~draw fire from",
    ),
    frame(
        "blame on",
        Act::Accuse,
        Act::Decline,
        Nothing,
        Behind("on"),
        "~blame _ on, ~pin _ on, ~lay _ blame on, ~put _ blame on, ~place _ blame on, ~pin the blame",
    ),
    frame(
        "blame at",
        Act::Accuse,
        Act::Decline,
        Nothing,
        Behind("with"),
        "~lay _ blame at, ~lay _ blame with",
    ),
    frame(
        "allege",
        Act::Accuse,
        Act::Decline,
        Nothing,
        Subject,
        "~allege, ~repeat _ charge/accusation/accusations/allegation/allegations/charges, ~complain, ~charge, \
         ~renew _ charge/accusation/accusations/allegation/allegations/charges, \
         ~make _ charge/accusation/accusations/allegation/allegations/charges, \
         ~level _ charge/accusation/accusations/allegation/allegations/charges, \
         accusation, accusations, allegation, allegations, charges, complaint, complaints, \
         claims of, claim of, ~grumble, ~gripe, ~moan, ~carp, ~whinge, ~level _ charge that, ~repeat _ claim that",
    ),
    frame(
        "deny",
        Act::Deny,
        Act::Decline,
        Nothing,
        Nobody,
        "~deny, ~reject, ~dismiss, ~refute, ~rebut, ~repudiate, ~rubbish, ~disavow, ~disown, ~disclaim, \
         ~debunk, ~discount, ~brush off, ~brush aside, ~brush _ off, ~brush _ aside, ~shrug off, ~shrug _ off, \
         ~wave away, ~wave off, ~wave aside, ~laugh off, ~downplay, ~play down, ~scoff at, ~scoff, \
         ~pour _ water on, ~hit back, ~push back, ~fire back, ~shoot back, ~strike back, ~shoot down, \
         ~bat away, ~swat away, ~swat aside, ~distance, ~plead not guilty, ~protest _ innocence, \
         ~maintain _ innocence, ~profess innocence, ~proclaim _ innocence, ~insist _ innocent, denial, denials, \
         rebuttal, rebuttals, rejection, ~retort, ~take exception to, ~disbelieve, ~decline to accept, \
         ~refuse to accept, ~refuse to believe, ~refuse to recognise, ~refuse to recognize, ~pooh-pooh, ~quash, \
         ~spurn, ~rebuff, ~fend off, ~sneer at, ~bristle at, ~call _ bluff, ~knock down, ~bat back, \
         ~give short shrift, ~have none of, ~be having none of, ~take umbrage, ~beg to differ, ~clear _ name, \
         ~pour scorn on the idea, ~shake _ head, ~deny any, ~throw out, ~laugh at, ~bridle at, \
         ~insist + innocent, ~contend + innocent, ~hit back at, ~kick back against, ~kick back, ~bite back, \
         ~snap back, ~decline to apologise, ~decline to apologize, ~refuse to apologise, ~refuse to apologize, \
         ~laugh out of court, ~give _ lie to, ~expose as false, ~give no credence, ~set _ record straight, \
         ~put _ record straight, ~profess _ innocence, ~assert _ innocence, ~insist on _ innocence, \
         ~protest _ good faith, ~stand by _ innocence, ~vow to clear, ~seek to clear, ~take offence at, \
         ~take offense at, ~scorn/~ridicule/~mock/~deride/~condemn/~slam/~blast/~denounce/~attack/~decry/~deplore/~criticise/~criticize _ allegation/allegations/accusation/accusations/claim/claims/suggestion/suggestions/insinuation/insinuations/rumours/rumors/idea/notion/theory/theories, \
         ~pour scorn on _ claim/claims/allegation/allegations/suggestion/suggestions/accusation/accusations/theory/idea/notion, \
         ~heap scorn on _ claim/claims/allegation/allegations/suggestion/suggestions/accusation/accusations/theory/idea/notion, \
         ~pick apart _ claim/claims/allegation/allegations/accusation/accusations, \
         ~poke holes in _ claim/claims/allegation/allegations/accusation/accusations/account/story, \
         ~pick holes in _ claim/claims/allegation/allegations/accusation/accusations/account/story, \
         ~poke fun at _ claim/claims/suggestion/idea/notion, ~cry foul at _ suggestion, ~refuse to entertain, \
         ~be adamant _ not/never/no, ~be adamant he/she/they/it had/did/was/were not",
    ),
    frame(
        "dispute",
        Act::Deny,
        Act::Decline,
        Nothing,
        Object,
        "~contradict, ~disagree, ~dispute, ~take issue with, ~disagree with, ~differ with, ~clash with",
    ),
    frame(
        "oppose",
        Act::Deny,
        Act::Decline,
        ThingSaid,
        Nobody,
        "~oppose, ~object, ~challenge, ~counter, ~contest, ~resist calls, ~reject calls, ~dissent, \
         ~express/~voice _ opposition, ~raise objections to, ~raise an objection to, ~baulk, ~balk",
    ),
    frame("question", Act::Uncertain, Act::Decline, ThingSaid, Nobody, "~question"),
    frame(
        "rule out",
        Act::Deny,
        Act::Uncertain,
        Nothing,
        Nobody,
        "~rule out, ~rule _ out, ~exclude, ~preclude",
    ),
    frame(
        "decline",
        Act::Decline,
        Act::Decline,
        Nothing,
        Nobody,
        "~decline, ~refuse, ~avoid, ~evade, ~sidestep, ~dodge, ~duck, ~stop short of, ~stop short, ~fail to, \
         ~stay silent, ~remain silent, ~keep silent, ~keep quiet, ~remain quiet, ~fall short of, ~stay quiet, ~remain tight-lipped, ~keep mum, \
         ~stay mum, ~omit, ~neglect to, ~abstain, ~draw no conclusion, ~draw no conclusions, no comment, \
         ~have no comment, ~give no, ~offer no, ~make no, ~provide no, ~say nothing about/more/further/on/of, ~ignore, ~hang up, \
         unreachable, unavailable, ~be unavailable, ~reserve judgment, ~reserve judgement, ~withhold, yet to, \
         ~shy away from, ~resist, ~steer clear of, ~hold back, ~balk at, ~baulk at, ~defer, ~refer questions, \
         ~refer _ questions to, ~refer enquiries, ~refer inquiries, ~refer queries, ~refer reporters, \
         ~refer calls, ~refer requests, ~direct questions, ~redirect questions, ~deflect, ~demur, \
         ~could not be reached, not be reached, not be contacted, ~keep _ counsel, ~keep _ own counsel, \
         ~be careful not to, ~take care not to, ~be at pains not to, ~be cautious not to, ~hold off, ~refrain, \
         ~hold _ fire, ~bite _ tongue, ~hold _ tongue, ~reserve _ position, ~leave unanswered, ~leave _ unanswered, \
         ~leave _ question/questions open, ~leave open, ~leave it to, ~leave it at, ~stonewall, ~parry, ~plead the fifth, \
         ~invoke _ right to, ~turn down _ interview/interviews/request/requests/invitation, ~rebuff _ request/requests, \
         ~bat away question/questions, ~bat away _ question/questions, ~brush aside question/questions, ~brush aside _ question/questions, ~brush off question/questions, ~brush off _ question/questions, ~wave away question/questions, ~wave away _ question/questions, ~wave off question/questions, ~wave off _ question/questions, ~shrug off question/questions, ~shrug off _ question/questions, ~swat away question/questions, ~swat away _ question/questions, ~laugh off question/questions, ~laugh off _ question/questions, ~dodge question/questions, ~dodge _ question/questions, ~deflect question/questions, ~deflect _ question/questions, \
         ~cut short _ question/questions, ~cut off _ question/questions, silent, ~go silent, ~fall silent, ~say little, ~say no more, ~go no further, \
         ~give little away, ~give few details, ~provide few details, ~offer few details, tight-lipped, \
         ~have no immediate, ~have yet, ~play for time, ~keep _ cards close, ~see no need to, \
         ~cite _ confidentiality, ~maintain _ silence, ~keep _ silence, ~break off, ~end the call, ~hang up on, \
         ~back away from, ~back off from, ~steer away from, ~hedge, ~be coy about, ~be coy, ~be evasive, \
         ~be non-committal, non-committal, noncommittal, ~be reluctant to, ~be unwilling to, unwilling to, \
         ~walk past, ~walk out without, ~leave without, ~stay mute, not be drawn, ~stay away from, no response, no answer, \
         no reply, ~take no questions, ~have nothing to add, ~have nothing to say, ~have nothing further, \
         ~give nothing away, ~brush past, ~skirt, ~decline comment, \
         neither confirm/confirms/confirmed nor deny/denies/denied",
    ),
    frame(
        "demand",
        Act::Demand,
        Act::Decline,
        Nothing,
        Object,
        "~demand, ~urge, ~order, ~ask, ~request, ~call on, ~call upon, ~require, ~instruct, ~command, ~direct, \
         ~press, ~pressure, ~implore, ~beg, ~beseech, ~plead with, ~appeal to, ~petition, ~advise, ~invite, \
         ~encourage, ~exhort, ~summon, ~lobby, ~forbid, ~prohibit, ~want, ~tell + to, ~dare, ~quiz, ~grill, \
         ~warn + against, ~warn + not to, ~caution + against, ~caution + not to, ~challenge + to, demands, \
         ~bar, ~clamour for, ~clamor for, ~cry out for, ~agitate for, ~insist + resign/act, \
         ~write to + asking/demanding/urging, ~set a deadline, ~give _ days to, ~give _ until, ~call time on, \
         ~serve notice, ~oblige, ~entreat, ~call _ to resign, ~plead _ to, ~caution _ not to, ~remind + to, \
         ~task, ~direct + to, ~ban, ~enjoin, ~prod, ~nudge, ~badger, ~pester, ~goad, ~chivvy, ~put pressure on, ~pile pressure on, \
         ~up the pressure on, ~turn up the heat on, ~give _ ultimatum, ~issue _ ultimatum, ~write to + to ask/demand/urge, \
         ~order + to, ~dare + to, ~invite + to, ~mandate",
    ),
    frame(
        "call for",
        Act::Demand,
        Act::Decline,
        Nothing,
        Nobody,
        "~call for, ~insist on, ~plead for, ~appeal for, ~recommend, ~propose, ~seek, ~push for, ~press for, \
         ~campaign for, ~advocate, ~enquire, ~inquire, ~query, call for, calls for, appeal for, plea for, \
         plea, pleas, request, requests, demand for, demands for, ultimatum, recommendation, recommendations, \
         question, questions, ~warn against, ~warn off, ~caution against, ~move that, ~table a motion, ~file a motion, \
         ~apply for, ~apply to, ~bid for, ~canvass for, ~lobby for, ~demand answers, ~want answers, ~renew _ call, \
         ~renew _ calls, ~repeat _ call for, ~repeat _ demand for, ~echo _ call, ~echo _ calls, ~back calls for, \
         ~back _ call for, ~support calls for, ~support _ call for, ~join calls for, ~join _ calls for, ~lead calls for",
    ),
    frame(
        "praise",
        Act::Praise,
        Act::Decline,
        Nothing,
        Object,
        "~praise, ~thank, ~commend, ~laud, ~applaud, ~hail, ~welcome, ~congratulate, ~salute, ~compliment, \
         ~celebrate, ~admire, ~pay tribute to, ~pay _ tribute to, ~endorse, ~honour, ~honor, ~cheer, ~acclaim, \
         ~credit, ~back, ~support, ~vouch for, ~side with, ~speak highly of, ~tout, ~champion, ~be proud of, \
         ~herald, praise, tribute, tributes, thanks, endorsement, ~give _ thanks to, ~express gratitude to, \
         ~express confidence in, ~voice confidence in, ~have kind words for, ~have warm words for, \
         ~have good words for, ~have only praise for, ~have nothing but praise for, ~be full of praise, \
         ~sing _ praises, ~single out _ for praise, ~single out + for praise, ~doff _ hat, ~tip _ hat, \
         ~take _ hat off to, ~rave about, ~heap praise on, ~lavish praise on, ~extol, ~extoll, ~toast, \
         ~rally behind, ~throw _ weight behind, ~wax lyrical, ~express _ appreciation, ~express _ admiration, \
         ~express _ thanks, ~express _ gratitude, ~voice _ admiration, ~be grateful to, ~be grateful, \
         ~be delighted with, ~be impressed by, ~be impressed with, ~offer _ congratulations, \
         ~send _ congratulations, admiration, gratitude, congratulations, ~wish _ well, ~wish _ luck, ~wish _ success, \
         ~express/~voice _ satisfaction/pleasure/delight/joy/pride/confidence/support/approval, ~rejoice, \
         ~be pleased with, ~be pleased by, ~be thankful, ~be thankful for, ~be full of admiration, \
         ~be in awe of, ~marvel at, ~speak warmly of, ~speak fondly of, ~speak well of, ~think highly of, \
         ~stand up for, ~stick up for, ~come to _ defence of, ~come to _ defense of, ~leap to _ defence, \
         ~leap to _ defense, ~give _ thumbs up, ~give _ blessing, ~give _ backing to, ~give _ seal of approval, \
         ~give _ credit to, ~give _ full marks, ~applaud, ~eulogise, ~eulogize, ~honour, ~honor, ~compliment, \
         ~sing the praises of, ~take pride in, ~be fulsome in, ~be generous in, ~throw _ support behind, \
         ~swing behind, ~get behind, ~be all for, ~tip _ cap to, ~rate _ highly",
    ),
    frame(
        "predict",
        Act::Predict,
        Act::Predict,
        Nothing,
        Nobody,
        "~predict, ~forecast, ~expect, ~anticipate, ~foresee, ~foretell, ~project, ~fear, ~envisage, ~envision, \
         ~bet, ~worry, ~be worried, ~be concerned, ~brace for, ~prophesy, prediction, predictions, forecasts, \
         expectation, expectations, fears, ~look forward, due to, likely to, \
         ~express/~voice _ concern/concerns/fear/fears/alarm/unease/worry/worries, ~raise _ alarm, ~sound _ alarm, \
         ~be fearful, ~be afraid, ~be alarmed, ~be hopeful, ~be upbeat, ~be bullish, ~be bearish, ~be gloomy, ~be certain _ will/would, \
         ~be convinced _ will/would, ~see _ ahead, ~give _ chance, ~put _ chance at, ~put _ odds at, odds, \
         ~reckon on, ~count on, ~tip, ~be braced for, ~be bracing for, ~look ahead to, ~pencil in, \
         ~see + coming/falling/rising/growing, forecast, ~be pessimistic, ~be optimistic, ~be confident, \
         prospect",
    ),
    frame("warn", Act::Predict, Act::Predict, Warning, Nobody, "~warn, warning, warnings"),
    frame(
        "hope",
        Act::Predict,
        Act::Predict,
        Nothing,
        Nobody,
        "~hope, hopes, ~long for, ~express/~voice _ hope/hopes/optimism",
    ),
    frame(
        "doubt",
        Act::Uncertain,
        Act::Assert,
        Nothing,
        Nobody,
        "~doubt, ~cast doubt on, ~cast doubt, ~cast doubts on, ~raise doubts about, ~raise doubt about, \
         ~throw doubt on, ~be sceptical of, ~be skeptical of, ~question whether, ~question if, doubts, \
         scepticism, skepticism, ~be not convinced, ~be unconvinced, ~remain unconvinced, \
         ~raise questions about, ~raise a question about, ~raise a question over, ~raise questions over, \
         ~call into question, ~call _ into question, ~put a question mark over, ~express doubt, \
         ~express doubts, ~express _ doubts, ~voice doubt, ~voice doubts, ~have doubts, ~have _ doubts, \
         ~express/~voice _ scepticism/skepticism/misgivings/reservations/uncertainty, ~have reservations, \
         ~have misgivings, ~harbour doubts, ~harbor doubts, ~entertain doubts, ~be doubtful, ~be dubious, \
         ~be sceptical, ~be skeptical, ~sow doubt, ~second-guess, ~query whether, ~raise _ eyebrow, ~raise eyebrows, \
         ~raise the question, ~raise questions, ~raise a question",
    ),
    frame(
        "wonder",
        Act::Uncertain,
        Act::Uncertain,
        Nothing,
        Nobody,
        "~wonder, ~suspect, ~ponder, ~mull, ~weigh, ~examine whether, ~study whether, \
         ~investigate, ~be suggested, ~be rumoured, ~be rumored, ~be speculated, ~rumour, ~rumor, ~take as, ~see as, ~interpret as, ~understand as, ~read as, speculation, \
         rumours, rumors, rumour, rumor, suspicion, suspicions, ~caution, ~be unsure, ~be not sure, ~be unclear, \
         unclear, uncertain, not clear, not immediately clear, not yet clear, not entirely clear, not known, \
         not immediately known, not yet known, not certain, ~seem, ~appear, ~remain unclear, ~remain to be seen, ~hesitate, \
         unable to say, unable to confirm, unable to verify, unable to determine, unable to establish, \
         unable to explain, unable to tell, ~struggle to explain, ~struggle to say, at a loss, ~be torn, ~be in two minds, \
         ~be divided, ~be split, ~look into whether, ~toy with, ~consider whether, ~debate whether, ~leave open whether, \
         ~keep open, ~leave open the, ~leave _ door open, ~raise the possibility, ~raise _ possibility, ~float, ~moot, \
         ~hint at, ~be inconclusive, ~be uncertain, ~be undecided, hearsay, theory, theories, conjecture",
    ),
    frame(
        "speculate",
        Act::Uncertain,
        Act::Decline,
        Nothing,
        Nobody,
        "~speculate, ~guess, ~conjecture, ~hazard",
    ),
    frame(
        "verify",
        Act::Assert,
        Act::Uncertain,
        Content,
        Nobody,
        "~verify, ~determine, ~establish, ~ascertain, ~corroborate, ~authenticate",
    ),
    frame(
        "know",
        Act::Assert,
        Act::Uncertain,
        Content,
        Nobody,
        "~know, ~remember, ~recall, ~understand, ~be sure, ~be certain, ~be aware, ~recollect, ~be clear, ~make clear, ~make it clear",
    ),
    frame(
        "believe",
        Act::Assert,
        Act::Deny,
        Content,
        Nobody,
        "~believe, ~think, ~buy, ~swallow, ~agree, ~accept, ~recognise, ~recognize, ~consider, ~share",
    ),
    frame(
        "concede",
        Act::Assert,
        Act::Decline,
        Nothing,
        Nobody,
        "~admit, ~acknowledge, ~concede, ~confess, ~apologise, ~apologize, apology, admission, ~regret, \
         ~own up, ~come clean, ~stand by, ~defend, ~justify, ~take responsibility, ~accept responsibility, \
         ~take the blame, ~accept the blame, ~shoulder _ blame, ~take _ blame, ~hold _ hands up, ~hold up _ hands, \
         ~concede defeat, ~admit defeat, ~concede that, ~express/~voice _ regret/relief/sorrow/remorse/sympathy/condolences/solidarity/shock/surprise, \
         ~offer _ apology, ~offer _ apologies, ~offer _ condolences, ~say sorry, ~backtrack, ~back down, ~retract, \
         ~withdraw _ allegation/allegations/accusation/accusations/claim/claims/remark/remarks/charge, ~walk back, \
         ~row back, ~claim responsibility, ~claim victory, ~claim credit, ~declare victory",
    ),
    frame(
        "promise",
        Act::Assert,
        Act::Decline,
        Nothing,
        Nobody,
        "~promise, ~vow, ~pledge, ~threaten, ~plan, ~intend, ~offer, ~commit, ~undertake, ~swear to, \
         promise, pledge, threat, ~prepare, ~aim, ~decide, ~resolve",
    ),
    frame(
        "announce",
        Act::Assert,
        Act::Decline,
        Rejection,
        Nobody,
        "~confirm, ~announce, ~disclose, ~inform, ~notify, ~reveal, ~estimate, ~count, ~calculate, ~report, ~ask _ question, ~ask _ questions",
    ),
    frame("claim", Act::Assert, Act::Decline, Distance, Subject, "~claim, claim that, claims that"),
    frame("argue", Act::Assert, Act::Decline, Claim, Subject, "~assert, ~contend, ~argue, ~charge that"),
    frame(
        "insist",
        Act::Assert,
        Act::Decline,
        Defence,
        Subject,
        "~insist, ~maintain, ~repeat, ~reiterate, ~be adamant, ~stick to, insistence, ~protest that, ~swear",
    ),
    frame(
        "describe",
        Act::Assert,
        Act::Decline,
        Description,
        Object,
        "~call, ~describe, ~brand, ~label, ~dub, ~term, ~portray, ~depict, ~characterise, ~characterize, ~paint, \
         ~cast _ as, ~regard, ~view, ~refer to + as, ~decry as, ~deem, ~liken, ~compare",
    ),
    frame(
        "say",
        Act::Assert,
        Act::Decline,
        Content,
        Nobody,
        "~say, ~tell, ~feel, ~write, ~add, ~state, ~note, ~find, ~conclude, ~explain, ~declare, ~reply, ~respond, \
         ~answer, ~rule, ~remark, ~observe, ~comment, ~point out, ~stress, ~emphasise, ~emphasize, ~tweet, ~post, \
         ~suggest, ~imply, ~hint, ~speak, ~chant, ~shout, ~recount, ~testify, ~continue, ~show, ~indicate, \
         according to, ~quote, ~cite, ~mention, ~name, ~identify, ~discuss, ~return, ~refer to, ~weigh in, known as, ~joke, ~quip, \
         statement, report, remarks",
    ),
];
