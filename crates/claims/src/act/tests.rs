use super::*;
use crate::{Level, Producer};
use std::fmt::Write;

/// A text in which `<source>`, `{cue}` and `[content]` are marked, with the attribution.
fn marked(text: &str) -> (String, Attribution) {
    let (mut plain, mut open) = (String::new(), 0);
    let (mut source, mut cue, mut content) = (Vec::new(), Vec::new(), Vec::new());
    for c in text.chars() {
        let place = open..plain.len();
        match c {
            '<' | '{' | '[' => open = plain.len(),
            '>' => source.push(place),
            '}' => cue.push(place),
            ']' => content.push(place),
            _ => plain.push(c),
        }
    }
    let cue = cue[0].clone();
    let attribution =
        Attribution { source, cue, content, probability: 1.0, by: Producer::Model, level: Level::Main };
    (plain, attribution)
}

fn judged(text: &str) -> (String, Judged) {
    let (plain, attribution) = marked(text);
    let judged = judge(&Analysis::of(&plain), &attribution);
    (plain, judged)
}

/// What it does, and about whom, as a line.
fn line(text: &str) -> String {
    let (plain, judged) = judged(text);
    let mut line = judged.act.name().to_owned();
    if judged.is_negated {
        line.push_str(" not");
    }
    for target in &judged.targets {
        write!(line, " ({})", &plain[target.clone()]).unwrap();
    }
    line
}

/// Each text and what it does.
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, line(text)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n  should be {expected}, is {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_cue_decides_where_it_can() {
    check(&[
        (
            "<The harbour board> {accused} [the ferry company of hiding the figures].",
            "accuse (the ferry company)",
        ),
        ("<The mayor> {denies} [any part in it].", "deny"),
        ("<The mayor> {demanded} [that Norvale publish the list].", "demand (Norvale)"),
        ("<She> {urged} [both sides to talk].", "demand (both sides)"),
        ("<The mayor> {thanked} [the guild for its patience].", "praise (the guild)"),
        ("<The bank> {predicts} [that prices will fall].", "predict"),
        ("<She> {doubted} [that the lamp had been lit].", "uncertain"),
        ("<The lawyer> {hit back at} [the report].", "deny"),
        ("<He> {brushed aside} [the remark].", "deny"),
        ("<The clerk> {pinned the blame on} [the contractor].", "accuse (the contractor)"),
        ("<The clerk> {blamed} [the delay on the contractor].", "accuse (the contractor)"),
        ("<The union> {took issue with} [Mr Orme].", "deny (Mr Orme)"),
        ("<The ministry> {promised} [a new bridge].", "assert"),
        ("<He> {admitted} [that the book was wrong].", "assert"),
    ]);
}

#[test]
fn cues_are_nouns_and_passives_too() {
    check(&[
        ("[The ferry company] {was accused of} [hiding the figures].", "accuse (The ferry company)"),
        ("[Ferry company] {accused of} [hiding the figures].", "accuse (Ferry company)"),
        ("answering an {accusation} by <the guild> [that Mr Orme had hidden it].", "accuse (Mr Orme)"),
        ("{According to} <the clerk>, [the hall was full].", "assert"),
        ("[The works] {are expected} [to last until May].", "predict"),
        ("{It has been suggested} [that he was there].", "uncertain"),
        ("<Her> {denial} [of the charge].", "deny"),
        ("<His> {call for} [a new vote].", "demand"),
    ]);
}

#[test]
fn a_negated_cue_is_not_its_opposite() {
    check(&[
        ("<The guild> {did not deny} [that pay was an issue].", "decline not"),
        ("<She> {declined} [to say who had paid].", "decline not"),
        ("<The palace> {did not respond to} [a request for comment].", "decline not"),
        ("<It> {did not say} [who owned the press].", "decline not"),
        ("<No one> {has publicly accused} [the guild of that].", "decline not"),
        ("<The panel> {has never accused} [anybody].", "decline not"),
        ("<The counsel> {will not recommend} [charges].", "decline not"),
        ("<It> {could not rule out} [that locks were opened].", "uncertain not"),
        ("<He> {does not believe} [the report].", "deny not"),
        ("<They> {don’t know} [who sent it].", "uncertain not"),
        ("<He> {hasn't confirmed} [the sum].", "decline not"),
    ]);
}

#[test]
fn what_is_said_denies() {
    check(&[
        ("<The company> {said} [the claims were baseless].", "deny"),
        ("<The company> {said} [it had nothing to do with the letter].", "deny"),
        ("<The company> {said} [it had never done so].", "deny"),
        ("<Norvale’s envoy> {said} [“Norvale does not interfere in elections.”]", "deny"),
        ("<He> {said} [“We did not print it.”]", "deny"),
        ("<He> {said} [“Any suggestion that we hide losses is offensive.”]", "deny"),
        ("<She> {called} [the number “a fantasy”].", "deny"),
        ("<She> {said} [“There is no second list.”]", "deny"),
        ("<The bank> {said} [it “does not comment on rumours”].", "decline"),
    ]);
}

#[test]
fn a_plain_no_denies_and_what_is_only_added_decides_nothing() {
    check(&[
        ("<She> {said}: [“No.”]", "deny"),
        ("[“Absolutely not,”] <the mayor> {said}.", "deny"),
        ("<The panel> {said} [it would hear the guild in May and would not discuss the letter].", "assert"),
        ("<The board> {said} [the lists had been sent but had never arrived at the town hall].", "assert"),
        ("[“No gate has moved. Go where you always go,”] <the guild> {said}.", "assert"),
    ]);
}

#[test]
fn words_of_saying_are_read_to_their_end() {
    check(&[
        ("<The ministry> {issued a statement denying} [any part in it].", "deny"),
        ("<The firm> {told} [us it had nothing to do with the leak].", "deny"),
        ("<The firm> {told} [us to leave the yard].", "demand (us)"),
        ("<She> {named} [no one].", "decline not"),
        ("<The chair> {said} [nothing in the books showed a loss].", "deny"),
        ("<Farmers> {came under fire from} [the guild].", "accuse (the guild)"),
    ]);
}

#[test]
fn not_every_negation_denies() {
    check(&[
        ("<He> {said} [“We are not guessing.”]", "assert"),
        ("<He> {said} [he was not sure who had sent it].", "uncertain"),
        ("<She> {said} [“I don’t think it will rain.”]", "assert"),
        ("<She> {said} [“Not only did they come, they sang.”]", "assert"),
        ("<The guild> {said} [it had no comment].", "decline"),
        ("<The report> {says} [the rest has not been explained].", "assert"),
    ]);
}

#[test]
fn what_is_said_accuses_where_somebody_does_it() {
    check(&[
        ("<The bureau> {said} [Norvale had interfered in the vote].", "accuse (Norvale)"),
        (
            "<She> {said} [the port operator, Merrow Quays, had concealed nine accidents].",
            "accuse (the port operator, Merrow Quays)",
        ),
        ("<He> {says} [Mr Orme lied to the council].", "accuse (Mr Orme)"),
        ("<He> {said} [“The vote was rigged.”]", "accuse"),
        ("<He> {said} [the vote was rigged by the harbour board].", "accuse (the harbour board)"),
        ("<The bureau> {said} [Norvale ran a covert campaign].", "accuse (Norvale)"),
        ("<She> {said} [“The minister is a coward.”]", "accuse (The minister)"),
        ("<The guild> {claims} [the station broke the rules].", "accuse (the station)"),
    ]);
}

#[test]
fn a_word_of_wrongdoing_alone_accuses_nobody() {
    check(&[
        ("<The report> {said} [the messages came from a mail domain registered in Norvale].", "assert"),
        ("<The bureau> {said} [the server stood in the capital of Norvale].", "assert"),
        ("<The police> {said} [they would investigate fraud].", "assert"),
        ("<She> {said} [the panel was set up to fight corruption].", "assert"),
        ("<She> {said} [she meant claims of fraud].", "assert"),
        ("<Two people> {said} [prosecutors were considering charges against a printer].", "assert"),
        ("<The bureau> {said} [Norvale may have interfered in the vote].", "uncertain"),
        ("<She> {asked} [whether Norvale had interfered].", "demand"),
        ("<He> {said} [he had lied to the council].", "assert"),
        ("<The clerk> {said} [the registrar is responsible for the rolls].", "assert"),
        ("<The paper> {said} [Mr Orme was behind in the polls].", "assert"),
        ("<She> {said} [the people should have a say].", "demand (the people)"),
        ("<The minister> {said} [the drones might be foreign].", "uncertain"),
    ]);
}

#[test]
fn what_is_said_demands_predicts_doubts_and_praises() {
    check(&[
        ("<The guild> {said} [the council must publish the list].", "demand (the council)"),
        ("<He> {said} [“If you have proof, show it.”]", "demand"),
        ("<He> {said} [“Stop whispering.”]", "demand"),
        ("<He> {said} [“Whose eyes are these?”]", "demand"),
        ("<He> {said} [it was up to the registrar to prove it].", "demand (the registrar)"),
        ("<The bank> {said} [the strike would cost the town its harbour].", "predict"),
        ("<The bank> {said} [it was unclear whether the lock would hold].", "uncertain"),
        ("<Her office> {said} [she had “full confidence” in the bureau].", "praise (the bureau)"),
        ("<She> {said} [“I thank the dockers for waiting.”]", "praise (the dockers)"),
        ("<The embassy> {said} [it rejected the insinuation].", "deny"),
        ("<He> {said} [“We asked for the list in March.”]", "assert"),
    ]);
}

#[test]
fn calling_somebody_something() {
    check(&[
        ("<He> {called} [the mayor a liar].", "accuse (the mayor)"),
        ("<He> {described} [the dockers as heroes].", "praise (the dockers)"),
        ("<He> {described} [the house as yellow].", "assert"),
        ("<He> {called} [the allegation “an insult”].", "deny"),
    ]);
}

#[test]
fn newsrooms_have_many_ways_to_accuse() {
    check(&[
        ("<The guild> {claims} [the lists were swapped overnight].", "accuse"),
        ("<The guild> {claims} [that the harbour board hired the hall].", "accuse"),
        ("<Ann Lee> {said} [the firm had “found the ladder and sold it”].", "accuse"),
        ("<She> {said} [“This has the treasurer’s fingerprints all over it.”]", "accuse"),
        ("<The guild> {says} [theft].", "accuse"),
        ("<She> {described} [the mayor as “a weathercock”].", "accuse (the mayor)"),
        ("<The union> {expressed outrage at} [the sale].", "accuse"),
        ("<The union> {expressed dismay at} [the sale].", "accuse"),
        ("<She> {said} [“Odd, isn’t it? The bell rang first.”]", "accuse"),
        ("<He> {said} [workers were being punished for the strike].", "accuse"),
        ("<He> {said} [managers brushed aside their concerns].", "accuse (managers)"),
        ("<He> {said} [management had hushed it up].", "accuse (management)"),
        ("<The inspector> {ruled} [that the mill had broken the rules].", "accuse (the mill)"),
        ("<The board> {found} [that the contractor had forged the signatures].", "accuse (the contractor)"),
        ("<A judge> {ruled} [that the city had neglected its duty].", "accuse (the city)"),
        ("<He> {complained} [that nobody had listened].", "accuse"),
        ("<She> {said} [it was a clear case of intimidation].", "accuse"),
        ("<He> {said} [the whole thing stinks].", "accuse"),
        ("<The minister> {said} [the opposition was trying to frighten voters].", "accuse"),
        ("<The mayor> {slammed} [the plan].", "accuse"),
        ("<They> {took aim at} [the mayor].", "accuse (the mayor)"),
        ("<He> {was critical of} [the board].", "accuse (the board)"),
        ("<She> {said} [the minister had blood on his hands].", "accuse (the minister)"),
        ("<She> {said} [the council had turned its back on them].", "accuse (the council)"),
        ("<He> {said} [“They sold us down the river.”]", "accuse (They)"),
        ("<She> {said} [the firm had known for years].", "accuse (the firm)"),
        ("<The guild> {pointed the finger at} [the harbour board].", "accuse (the harbour board)"),
        ("<She> {tore into} [the harbour board].", "accuse (the harbour board)"),
        ("<He> {said} [the party had put politics before safety].", "accuse (the party)"),
        ("<He> {said} [officials had waved away their warnings].", "accuse (officials)"),
        ("<He> {said} [“The minister should be ashamed of himself.”]", "accuse (The minister)"),
        ("<He> {said} [the vote was a sham].", "accuse"),
        ("<She> {said} [the agency had dragged its feet].", "accuse (the agency)"),
        ("<She> {said} [the count had been tampered with].", "accuse"),
        ("<She> {said} [the chair had bent the rules].", "accuse (the chair)"),
        ("<The mayor> {lashed out at} [the paper].", "accuse"),
        ("<The report> {was scathing about} [the agency].", "accuse (the agency)"),
        ("<Residents> {complained} [that the bells were loud].", "accuse"),
        ("<She> {said} [the minister had misled the assembly].", "accuse (the minister)"),
        ("<She> {said} [the count was a farce from start to finish].", "accuse"),
        ("<She> {said} [the firm put profit before safety].", "accuse (the firm)"),
        ("<The tribunal> {found} [that the company had misled buyers].", "accuse (the company)"),
        ("<She> {said} [“They knew, and they did nothing.”]", "accuse (they)"),
        ("<He> {said} [“You are lying.”]", "accuse (You)"),
    ]);
}

#[test]
fn newsrooms_have_many_ways_to_deny() {
    check(&[
        ("<The firm> {insists} [every crate was checked].", "deny"),
        ("<The firm> {maintains} [its scales are accurate].", "deny"),
        ("<The firm> {said} [nobody was paid].", "deny"),
        ("<The firm> {said} [no one had been told how to vote].", "deny"),
        ("<The firm> {said} [no boxes had been opened].", "deny"),
        ("<The firm> {said} [it had never heard of the club].", "deny"),
        ("<He> {said} [he was unaware of any letter].", "deny"),
        ("<He> {said} [he was nowhere near the hall].", "deny"),
        ("<He> {says} [there was none].", "deny"),
        ("<They> {said} [they had not].", "deny"),
        ("<She> {says} [they won’t].", "deny"),
        ("<The mayor> {ridiculed} [the idea that he had paid].", "deny"),
        ("<The mayor> {condemned} [the allegations].", "deny"),
        ("<The board> {opposes} [the request].", "deny"),
        ("<The union> {countered} [that the belt was running by noon].", "deny"),
        ("<He> {said} [the claim “belongs in a novel”].", "deny"),
        ("<She> {said} [it was a misunderstanding].", "deny"),
        ("<She> {said} [the figures had been taken out of context].", "deny"),
        ("<She> {isn’t buying} [it].", "deny not"),
        ("<He> {stressed} [that he had acted within the law].", "deny"),
        ("<He> {said} [“I blamed the firm. I never blamed her.”]", "deny"),
        ("<He> {said} [“We did nothing of the sort.”]", "deny"),
        ("<He> {questioned} [the figures].", "deny"),
        ("<The audit> {found} [no irregularities].", "deny"),
        ("<He> {said} [that was not what happened].", "deny"),
        ("<He> {said} [his client was home asleep].", "deny"),
        ("<The firm> {said} [its staff had done nothing wrong].", "deny"),
        ("<She> {said} [the letter was a forgery].", "deny"),
        ("<She> {said} [“That is a lie.”]", "deny"),
        ("<He> {said} [none of the boxes had been opened].", "deny"),
        ("<He> {rejects} [that].", "deny"),
        ("<The party> {has always denied} [it].", "deny"),
        ("<He> {was adamant} [that he had not paid].", "deny"),
        ("<She> {insisted} [that she had].", "deny"),
        ("<She> {vowed to clear her name} [in court].", "deny"),
        ("<The minister> {scoffed at} [the report].", "deny"),
        ("<The firm> {said} [it had acted in good faith].", "deny"),
        ("<He> {said} [the payments were entirely proper].", "deny"),
        ("<She> {said} [the charge did not hold water].", "deny"),
        ("<He> {said} [nothing could be further from the truth].", "deny"),
        ("<He> {said} [he was being framed].", "deny"),
        ("<He> {rejected suggestions that} [he would quit].", "deny"),
    ]);
}

#[test]
fn who_does_not_know_is_uncertain() {
    check(&[
        ("<He> {questioned} [the mayor’s sums].", "uncertain"),
        ("<She> {could not say} [who had paid].", "uncertain not"),
        ("<The paper> {has not been able to verify} [the letter].", "uncertain not"),
        ("<Police> {said} [they could not determine who rang].", "uncertain"),
        ("<He> {says} [he doesn’t recall the talk].", "uncertain"),
        ("<He> {said} [he had no earthly idea who it was].", "uncertain"),
        ("{Rumours} [that the hall was sold].", "uncertain"),
        ("<Police> {said} [they were looking into whether the door was forced].", "uncertain"),
        ("<Police> {were unable to say} [who rang].", "uncertain"),
        ("<He> {said} [it was anyone’s guess].", "uncertain"),
        ("<He> {left open} [whether he would run].", "uncertain"),
        ("<He> {hinted at} [a recount].", "uncertain"),
        ("<Experts> {are divided over} [the cause].", "uncertain"),
        ("<She> {raised the possibility of} [a recount].", "uncertain"),
        ("<He> {is not convinced} [the lock would hold].", "uncertain"),
        ("<He> {said} [too many questions remain].", "uncertain"),
        ("<She> {said} [she had her doubts].", "uncertain"),
        ("<He> {said} [it was too early to say].", "uncertain"),
        ("<He> {said} [it remained to be seen].", "uncertain"),
        ("<She> {said} [nobody could say who had won].", "uncertain"),
        ("<Doctors> {do not know} [what caused it].", "uncertain not"),
        ("<He> {thinks} [it may rain].", "uncertain"),
    ]);
}

#[test]
fn who_does_not_speak_declines() {
    check(&[
        ("<She> {would not speculate about} [a rerun].", "decline not"),
        ("<She> {was careful not to use} [the word fraud].", "decline not"),
        ("<She> {stopped short of} [naming the mayor].", "decline not"),
        ("<She> {brushed aside questions about} [the sale].", "decline not"),
        ("<He> {said} [“Next question.”]", "decline"),
        ("<He> {said} [“No comment.”]", "decline"),
        ("<He> {has not announced} [a date].", "decline not"),
        ("<The firm> {refused to let} [the board see its files].", "decline not"),
        ("<He> {said} [voters could draw their own conclusions].", "decline"),
        ("<He> {said} [voters would judge for themselves].", "decline"),
        ("<She> {said} [she would rather not talk about it].", "decline"),
        ("<He> {said} [he was not at liberty to say].", "decline"),
        ("<He> {said} [it would be inappropriate to comment].", "decline"),
        ("<The firm> {did not return} [calls].", "decline not"),
        ("<She> {did not deny} [it].", "decline not"),
        ("<He> {neither confirmed nor denied} [it].", "decline not"),
        ("<He> {would neither confirm nor deny} [it].", "decline not"),
        ("<The firm> {has yet to respond to} [the letter].", "decline not"),
        ("<The board> {withheld} [the names].", "decline not"),
        ("<She> {gave no details of} [the plan].", "decline not"),
        ("<She> {stayed away from} [the subject].", "decline not"),
        ("<The court> {has yet to decide} [whether to hear it].", "decline not"),
    ]);
}

#[test]
fn what_somebody_wants_is_a_demand() {
    check(&[
        ("<She> {said} [“I want to know who left the door open.”]", "demand"),
        ("<She> {said} [an apology would be welcome].", "demand"),
        ("<She> {said} [“Name one.”]", "demand"),
        ("<Reporters> {wanted to know} [whether he had paid].", "demand"),
        ("<He> {said} [it was time for the chair to go].", "demand"),
        ("<He> {renewed his call for} [a recount].", "demand"),
        ("<The court> {ordered} [the board to count again].", "demand (the board)"),
        ("<She> {said} [the board owed voters an explanation].", "demand (the board)"),
        ("<He> {wants} [the hall closed].", "demand"),
        ("<He> {said} [“We want answers.”]", "demand"),
        ("<He> {said} [the result must be annulled].", "demand"),
        ("<He> {appealed for} [calm].", "demand"),
        ("<She> {urged} [that the vote be put off].", "demand"),
        ("<He> {asked} [why the doors were shut].", "demand"),
        ("<The party> {is seeking} [a recount].", "demand"),
        ("<She> {challenged} [him to publish the list].", "demand (him)"),
        ("<She> {said} [someone had to answer for it].", "demand"),
        ("<She> {said} [the mayor had to go].", "demand (the mayor)"),
        ("<He> {said} [“Resign!”]", "demand"),
    ]);
}

#[test]
fn what_only_looks_like_something_else_is_asserted() {
    check(&[
        ("<He> {added} [that Norvale is “determined to defend our own interests”].", "assert"),
        ("<She> {said} [she had sung in the hall – before she was forced by the guild to leave].", "assert"),
        ("<The guild> {claims} [to have 900 members].", "assert"),
        ("<The guild> {claims} [it has 900 members].", "assert"),
        ("<Ann Lee> {said} [the firm had “saved the whole winter”].", "assert"),
        ("<The clerk> {said} [the mayor was “recovering well at home”].", "assert"),
        ("<She> {described} [the talks as “routine”].", "assert"),
        ("<The club> {calls} [itself “a home for sailors”].", "assert"),
        ("<The firm> {insisted} [the ferry would sail].", "assert"),
        ("<The police> {said} [nobody was hurt].", "assert"),
        ("<The firm> {said} [no date had been set].", "assert"),
        ("<Police> {said} [they were looking into the matter].", "assert"),
        ("<He> {warned} [that a false notice was in circulation].", "assert"),
        ("<He> {apologised for} [the delay].", "assert"),
        ("<He> {took responsibility for} [the defeat].", "assert"),
        ("<He> {expressed regret over} [the delay].", "assert"),
        ("<She> {said} [she had never doubted the result].", "assert"),
        ("<The radio> {said} [it was a No, by 51 to 49].", "assert"),
        ("<She> {claimed victory} [in the race].", "assert"),
        ("<He> {said} [the hall had been built in 1912].", "assert"),
        ("<The board> {said} [the count would resume on Monday].", "assert"),
        ("<He> {said} [the boat was conveniently placed].", "assert"),
        ("<The guard> {said} [the driver had stopped at the gate].", "assert"),
        ("<The office> {said} [turnout was higher than in 2019].", "assert"),
        ("<He> {said} [the network was run from Norvale].", "assert"),
        ("<She> {said} [the panel was stacked with his friends].", "assert"),
        ("<He> {repeated} [that he was sorry].", "assert"),
        ("<He> {admitted} [he had lied].", "assert"),
        ("<She> {conceded} [the race].", "assert"),
        ("<The firm> {announced} [it would appeal].", "assert"),
        ("<The firm> {vowed to} [appeal].", "assert"),
        ("<He> {expressed relief at} [the result].", "assert"),
        ("<The clerk> {told} [the board the doors had been locked at nine].", "assert"),
        ("<The bank> {said} [it had cut its rates].", "assert"),
        ("<He> {said} [she had asked for the list in March].", "assert"),
        ("<He> {described} [the bridge as “like a harp”].", "assert"),
        ("<He> {said} [the money had gone straight into the mayor’s pocket].", "assert"),
        ("<The firm> {said} [it took the rules seriously].", "assert"),
        ("<He> {would only say} [that he was tired].", "assert"),
        ("<She> {said} [the cause was being looked into].", "assert"),
    ]);
}

#[test]
fn what_will_be_and_what_is_good_are_told_in_many_ways() {
    check(&[
        ("<He> {warned} [that the bridge could close].", "predict"),
        ("<Pollsters> {expect} [a close race].", "predict"),
        ("<She> {fears} [the worst].", "predict"),
        ("<He> {said} [prices were set to rise].", "predict"),
        ("<He> {is confident of} [winning].", "predict"),
        ("<Analysts> {put the odds at} [one in five].", "predict"),
        ("<She> {is expected} [to resign].", "predict"),
        ("<He> {said} [the party was heading for defeat].", "predict"),
        ("<She> {warned of} [floods].", "predict"),
        ("<He> {told} [the crowd they would win].", "predict"),
        ("<She> {wished} [the mayor well].", "praise (the mayor)"),
        ("<He> {expressed support for} [the guild].", "praise (the guild)"),
        ("<She> {said} [the clerks had done a fine job].", "praise"),
        ("<She> {was full of praise for} [the clerks].", "praise (the clerks)"),
        ("<He> {described} [the talks as “constructive”].", "praise"),
        ("<She> {paid tribute to} [the clerks].", "praise (the clerks)"),
        ("<He> {welcomed} [the ruling].", "praise"),
        ("<She> {said} [“The clerks were wonderful.”]", "praise"),
        ("<He> {expressed satisfaction with} [the count].", "praise"),
        ("<She> {praised} [the clerks for their patience].", "praise (the clerks)"),
        ("<He> {called} [her “the best clerk we have had”].", "praise (her)"),
        ("<He> {said} [he was proud of the guild].", "praise (the guild)"),
        ("<He> {thanked} [voters].", "praise (voters)"),
    ]);
}

#[test]
fn who_was_asked_follows() {
    check(&[
        ("{Asked} [whether it was so], Mr Orme did not answer.", "demand (Mr Orme)"),
        ("{Asked} [which charges], a company spokeswoman laughed.", "demand (a company spokeswoman)"),
    ]);
}

#[test]
fn hedges_are_told() {
    let (plain, found) = judged("<He> {reportedly said} [that it may have been the wind].");
    let hedges: Vec<&str> = found.hedges.iter().map(|hedge| &plain[hedge.clone()]).collect();
    assert_eq!(hedges, ["reportedly", "may"]);
    // The month is no hedge.
    assert!(judged("<He> {said} [the works began in May].").1.hedges.is_empty());
}

#[test]
fn the_same_words_do_the_same_whoever_speaks() {
    let texts = [
        "<Norvale> {accused} [Sudreth of meddling].",
        "<Norvale’s spokesman> {said} [Sudreth had interfered in the vote].",
        "<Norvale> {said} [Sudreth must answer].",
        "<Norvale’s envoy> {said} [“Norvale has not paid anyone.”]",
        "<Norvale> {praised} [Sudreth].",
    ];
    for text in texts {
        let swapped = text.replace("Norvale", "*").replace("Sudreth", "Norvale").replace('*', "Sudreth");
        let (one, other) = (judged(text), judged(&swapped));
        assert_eq!(one.1, other.1, "{text}");
    }
}

#[test]
fn tables_are_well_formed() {
    let names: Vec<&str> = frames::FRAMES.iter().map(|frame| frame.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let phrases =
        frames::FRAMES.iter().map(|frame| frame.cues).chain(signs::SIGNS.iter().map(|sign| sign.words));
    for phrase in phrases.chain([signs::HEDGES]).flat_map(|row| row.split(',')) {
        let parts: Vec<&str> = phrase.split_whitespace().collect();
        assert!(!parts.is_empty(), "an empty phrase");
        assert!(
            parts.iter().all(|part| part.chars().all(|c| c.is_alphanumeric() || "~/'-_+".contains(c))),
            "{phrase}"
        );
        // A phrase ends with a word, so that what it matches ends within the text.
        assert!(![parts[0], parts[parts.len() - 1]].iter().any(|part| ["_", "+"].contains(part)), "{phrase}");
        assert_eq!(phrase.to_lowercase(), phrase);
    }
}

/// Contractions are taken apart before phrases are looked for, so that a phrase with one would never be found.
#[test]
fn phrases_are_in_the_words_of_texts() {
    let rows =
        frames::FRAMES.iter().map(|frame| frame.cues).chain(signs::SIGNS.iter().map(|sign| sign.words));
    let dead: Vec<&str> = rows
        .chain([signs::HEDGES])
        .flat_map(|row| row.split(','))
        .map(str::trim)
        .filter(|phrase| {
            let parts = phrase.split_whitespace().flat_map(|part| part.split('/'));
            !parts.filter(|part| !["_", "+"].contains(part)).all(|part| {
                let part = part.trim_start_matches('~');
                let analysis = Analysis::of(part);
                let read = words::words(&analysis, std::slice::from_ref(&(0..part.len())), 9);
                read.len() == 1 && read[0].is(part)
            })
        })
        .collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn verbs_are_inflected() {
    for (verb, expected) in [
        ("accuse", "accuse accuses accused accusing"),
        ("deny", "deny denies denied denying"),
        ("admit", "admit admits admitted admitting"),
        ("slam", "slam slams slammed slamming"),
        ("press", "press presses pressed pressing"),
        ("say", "say says said saying"),
        ("label", "label labels labelled labelling labeled labeling"),
        ("guarantee", "guarantee guarantees guaranteed guaranteeing"),
        ("betray", "betray betrays betrayed betraying"),
        ("plead", "plead pleads pleaded pled pleading"),
        ("order", "order orders ordered ordering"),
    ] {
        assert_eq!(phrases::inflections(verb).join(" "), expected);
    }
}

#[test]
fn hostile_texts_are_judged_in_bounded_time() {
    let text = "the vote was rigged, ".repeat(50_000);
    let analysis = Analysis::of(&text);
    let end = text.len();
    for cue in 0..2_000 {
        let attribution = Attribution {
            source: vec![0..end, 0..end],
            cue: cue * 21..end,
            content: vec![cue * 21 + 21..end, 0..end],
            probability: 1.0,
            by: Producer::Model,
            level: Level::Main,
        };
        assert!(judge(&analysis, &attribution).hedges.is_empty());
    }
}

proptest::proptest! {
    #[test]
    fn places_are_within_the_text(text in "\\PC{0,80}", ends in proptest::collection::vec(0usize..120, 8)) {
        let place = |n: usize| ends[n].min(ends[n + 1])..ends[n].max(ends[n + 1]);
        let attribution = Attribution {
            source: vec![place(0)],
            cue: place(2),
            content: vec![place(4), place(6)],
            probability: 1.0,
            by: Producer::Model,
            level: Level::Nested,
        };
        let judged = judge(&Analysis::of(&text), &attribution);
        for place in judged.hedges.iter().chain(&judged.targets) {
            proptest::prop_assert!(text.get(place.clone()).is_some_and(|words| !words.is_empty()));
        }
    }
}
