use super::linkage::Forest;
use super::*;
use crate::jaccard;
use proptest::prelude::*;
use stats::Xoshiro256;

/// Invented texts: `groups` originals, each with some copies in which a few words are replaced, added or left out.
fn edited_texts(groups: usize, seed: u64) -> Vec<String> {
    let mut random = Xoshiro256::new(seed);
    let mut texts = Vec::new();
    for _ in 0..groups {
        let length = 6 + random.below(30);
        let original: Vec<String> = (0..length).map(|_| word(&mut random)).collect();
        for _ in 0..random.below(16) {
            let mut words = original.clone();
            for _ in 0..random.below(4) {
                let at = random.below(words.len() as u64) as usize;
                match random.below(3) {
                    0 => words[at] = word(&mut random),
                    1 => words.insert(at, word(&mut random)),
                    _ => drop(words.remove(at)),
                }
            }
            texts.push(words.join(" "));
        }
        texts.push(original.join(" "));
    }
    random.shuffle(&mut texts);
    texts
}

fn word(random: &mut Xoshiro256) -> String {
    format!("w{}", random.below(40) * random.below(40))
}

/// Clusters as sorted lists of texts, with their names.
fn cluster(texts: &[String], params: Params) -> (Vec<(String, Vec<String>)>, Clusters) {
    let mut near = Near::new(params);
    let numbers: Vec<Option<TextNo>> = texts.iter().map(|text| near.add(text)).collect();
    let clusters = near.finish();
    let mut members: Vec<(String, Vec<String>)> =
        clusters.clusters.iter().map(|cluster| (cluster.name.to_string(), Vec::new())).collect();
    for (text, number) in texts.iter().zip(numbers) {
        if let Some(TextNo(number)) = number {
            members[clusters.cluster_of[number as usize] as usize].1.push(text.clone());
        }
    }
    for (_, texts) in &mut members {
        texts.sort();
        texts.dedup();
    }
    (members, clusters)
}

/// Pairs of texts with at least the threshold's similarity, and pairs in one cluster.
fn pairs(texts: &[String], params: Params) -> (u64, u64, u64, Clusters) {
    let mut near = Near::new(params);
    let mut kept: Vec<(TextNo, Vec<u64>)> = Vec::new();
    for text in texts {
        if let Some(number) = near.add(text)
            && number.0 as usize == kept.len()
        {
            kept.push((number, shingles(&fold(text), &params).unwrap()));
        }
    }
    let clusters = near.finish();
    let (mut true_pairs, mut found, mut together_but_far) = (0, 0, 0);
    for (i, (a, x)) in kept.iter().enumerate() {
        for (b, y) in &kept[i + 1..] {
            let together = clusters.of(*a) == clusters.of(*b);
            let similarity = jaccard(x, y);
            true_pairs += u64::from(similarity >= params.threshold);
            found += u64::from(similarity >= params.threshold && together);
            together_but_far += u64::from(together && similarity < 0.4);
        }
    }
    (true_pairs, found, together_but_far, clusters)
}

#[test]
fn finds_what_comparing_all_pairs_finds() {
    let texts = edited_texts(400, 11);
    // Whole chains: every near pair is together, and nothing is joined without one.
    let (near, found, _, clusters) = pairs(&texts, Params { reach: 0.0, ..Params::default() });
    assert!(near > 1000, "{near}");
    assert!(found as f64 >= 0.999 * near as f64, "{found} of {near}");
    assert_eq!((clusters.bounded, clusters.cut), (0, 0));

    // With chains cut: nearly all of them still, and no two that have nothing to do with each other.
    let (near, found, far, _) = pairs(&texts, Params::default());
    assert!(found as f64 >= 0.99 * near as f64, "{found} of {near}");
    assert_eq!(far, 0);
}

#[test]
fn whole_chains_are_the_components_of_the_near_pairs() {
    let texts = edited_texts(60, 5);
    let params = Params { reach: 0.0, ..Params::default() };
    let mut near = Near::new(params);
    let mut sets: Vec<Box<[u64]>> = Vec::new();
    for text in &texts {
        if near.add(text).is_some_and(|number| number.0 as usize == sets.len()) {
            sets.push(shingles(&fold(text), &params).unwrap().into());
        }
    }
    let mut forest = Forest::new(sets.len());
    for a in 0..sets.len() {
        for b in a + 1..sets.len() {
            if jaccard(&sets[a], &sets[b]) >= params.threshold {
                forest.join(a as u32, b as u32);
            }
        }
    }
    let clusters = near.finish();
    for a in 0..sets.len() {
        for b in 0..a {
            let together = clusters.cluster_of[a] == clusters.cluster_of[b];
            assert_eq!(together, forest.root(a as u32) == forest.root(b as u32));
        }
    }
}

#[test]
fn chains_are_cut() {
    // Each text shares 18 of 20 words with the next; the first and the last share none.
    let chain: Vec<String> =
        (0..60).map(|i| (i..i + 40).map(|w| format!("w{w}")).collect::<Vec<_>>().join(" ")).collect();
    let (whole, _) = cluster(&chain, Params { reach: 0.0, ..Params::default() });
    assert_eq!(whole.len(), 1);
    let (pieces, clusters) = cluster(&chain, Params::default());
    assert!(pieces.len() > 2 && clusters.cut > 0, "{}", pieces.len());
    for (_, texts) in &pieces {
        let set = |text: &String| shingles(text, &Params::default()).unwrap();
        let central = |centre: &String| texts.iter().all(|other| jaccard(&set(centre), &set(other)) >= 0.6);
        assert!(texts.iter().any(central));
    }
}

/// A third text that is as near as the others are to each other takes nothing apart.
#[test]
fn a_low_threshold_keeps_what_it_finds_near() {
    let text = |of: char| {
        let words = (0..12).map(|w| format!("same{w}")).chain((0..5).map(|w| format!("{of}{w}")));
        words.collect::<Vec<_>>().join(" ")
    };
    let texts = ['a', 'b', 'c'].map(text);
    let sets = texts.each_ref().map(|text| shingles(text, &Params::default()).unwrap());
    let alike = jaccard(&sets[0], &sets[1]);
    assert!(alike > 0.5 && alike < 0.6, "{alike}");
    for n in [2, 3] {
        let (clusters, _) = cluster(&texts[..n], Params { threshold: 0.5, ..Params::default() });
        assert_eq!(clusters.len(), 1, "{n}");
    }
}

#[test]
fn full_buckets_are_bounded_and_lose_no_copies() {
    // 3,000 texts that all begin alike: the same candidates again and again.
    let mut random = Xoshiro256::new(3);
    let opening: Vec<String> = (0..30).map(|i| format!("opening{i}")).collect();
    let texts: Vec<String> = (0..3000)
        .map(|i| format!("{} {} end{}", opening.join(" "), random.below(1 << 40), i % 1500))
        .collect();
    // The same shingles in another dress.
    let dressed: Vec<String> = texts.iter().map(|text| text.replace(' ', ", ")).collect();
    let all: Vec<String> = texts.iter().chain(&dressed).cloned().collect();
    let params = Params { threshold: 0.98, reach: 0.0, bucket: 8, ..Params::default() };
    let (_, clusters) = cluster(&all, params);
    assert!(clusters.bounded > 0);
    assert_eq!(clusters.clusters.len(), 3000);
    assert!(clusters.clusters.iter().all(|cluster| cluster.texts == 2));
    assert!(clusters.compared < 6000 * 8 * 48);
    // At a lower threshold they are one cluster, found by way of the leaders.
    let (_, clusters) = cluster(&all, Params { threshold: 0.8, ..params });
    assert_eq!(clusters.clusters.len(), 1);
}

#[test]
fn short_texts_are_left_out_and_copies_counted_once() {
    let mut near = Near::new(Params::default());
    assert_eq!(near.add("good morning to all"), None);
    assert_eq!(near.add(""), None);
    assert_eq!(near.add("@a @b @c @d https://t.co/x"), None);
    let first = near.add("Kites are flying over the hill");
    assert_eq!(first, Some(TextNo(0)));
    assert_eq!(near.add("kites ARE flying over the hill https://t.co/x"), first);
    assert_eq!(near.len(), 1);
    let clusters = near.finish();
    assert_eq!(
        clusters.clusters,
        [Cluster { name: TextName::of("kites are flying over the hill"), texts: 1 }]
    );
    assert!(Near::new(Params::default()).finish().clusters.is_empty());
}

#[test]
fn scripts_without_spaces() {
    let texts = [
        "今日は天気がいいので、みんなで丘の上に行って凧を揚げましょう。",
        "今日は天気がいいので、みんなで丘の上に行って凧を揚げましょう!!",
        "明日は雨が降りそうだから、家の中で静かに本を読んで過ごします。",
        "今日は天気がいいので、みんなで丘の上へ行って凧を揚げましょう。",
    ]
    .map(str::to_owned);
    let (members, _) = cluster(&texts, Params { threshold: 0.7, ..Params::default() });
    let mut sizes: Vec<usize> = members.iter().map(|(_, texts)| texts.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_and_copies_do_not_matter(seed: u64, shuffle: u64, bucket in 1usize..20) {
        let mut texts = edited_texts(20, seed);
        let params = Params { bucket, threshold: 0.7, ..Params::default() };
        let (before, counts) = cluster(&texts, params);
        let mut random = Xoshiro256::new(shuffle);
        for _ in 0..20 {
            let copy = texts[random.below(texts.len() as u64) as usize].to_uppercase();
            texts.push(copy.to_lowercase());
        }
        random.shuffle(&mut texts);
        let (after, counts_after) = cluster(&texts, params);
        prop_assert_eq!(before, after);
        prop_assert_eq!(counts.clusters, counts_after.clusters);
        prop_assert_eq!((counts.bounded, counts.compared, counts.cut), (counts_after.bounded, counts_after.compared, counts_after.cut));
    }

    #[test]
    fn any_text_and_any_parameters(
        texts in prop::collection::vec("\\PC{0,40}|([ab] ){0,12}", 0..20),
        threshold in -1.0f64..2.0, reach in -1.0f64..2.0, words in 0usize..4, min_words in 0usize..4, bucket in 0usize..4,
    ) {
        let params = Params { threshold, reach, words, min_words, bucket, ..Params::default() };
        let (_, clusters) = cluster(&texts, params);
        prop_assert_eq!(clusters.clusters.iter().map(|c| c.texts as usize).sum::<usize>(), clusters.cluster_of.len());
        prop_assert!(clusters.clusters.windows(2).all(|w| w[0].name < w[1].name));
    }
}
