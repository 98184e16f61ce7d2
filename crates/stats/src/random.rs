//! Seeded random numbers, the same on every platform and in every version of this crate.
//!
//! Two published generators with public-domain reference code: SplitMix64 (Steele, Lea and Flood 2014) spreads seeds,
//! xoshiro256** 1.0 (Blackman and Vigna 2018) draws. Neither is for secrets.

use std::collections::BTreeSet;

/// SplitMix64: one 64-bit state, every seed is good. Used to derive seeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// Starts at `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// xoshiro256**: the generator of every draw in this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xoshiro256([u64; 4]);

impl Xoshiro256 {
    /// Seeds the state with four draws of [`SplitMix64`], as its authors advise.
    pub const fn new(seed: u64) -> Self {
        let mut seeds = SplitMix64::new(seed);
        Self([seeds.next_u64(), seeds.next_u64(), seeds.next_u64(), seeds.next_u64()])
    }

    /// The generator of part `number` of a work that is seeded with `seed`. Parts that draw from streams of their
    /// own give the same numbers whatever the order or the number of threads in which they run.
    pub const fn stream(seed: u64, number: u64) -> Self {
        Self::new(SplitMix64::new(seed).next_u64().wrapping_add(number))
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// Uniform in `0.0..1.0`: a multiple of 2^-53.
    pub const fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in `0..n` without bias (Lemire 2019); 0 when `n` is 0.
    pub const fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let mut product = self.next_u64() as u128 * n as u128;
        if (product as u64) < n {
            let rejected = n.wrapping_neg() % n;
            while (product as u64) < rejected {
                product = self.next_u64() as u128 * n as u128;
            }
        }
        (product >> 64) as u64
    }

    /// Puts the items into a uniformly random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }

    /// `size` different numbers out of `0..population`, every such set equally likely, in ascending order
    /// (Floyd's method); all of them when `size` is at least `population`.
    pub fn sample(&mut self, population: u64, size: u64) -> Vec<u64> {
        if size >= population {
            return (0..population).collect();
        }
        let mut chosen = BTreeSet::new();
        for last in population - size..population {
            let draw = self.below(last + 1);
            if !chosen.insert(draw) {
                chosen.insert(last);
            }
        }
        chosen.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn generators_follow_their_references() {
        let mut seeds = SplitMix64::new(1_234_567);
        let drawn: Vec<u64> = (0..5).map(|_| seeds.next_u64()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
        let mut xoshiro = Xoshiro256([1, 2, 3, 4]);
        let drawn: Vec<u64> = (0..6).map(|_| xoshiro.next_u64()).collect();
        assert_eq!(
            drawn,
            [
                11_520,
                0,
                1_509_978_240,
                1_215_971_899_390_074_240,
                1_216_172_134_540_287_360,
                607_988_272_756_665_600
            ]
        );
        let mut seeded = Xoshiro256::new(42);
        let drawn: Vec<u64> = (0..4).map(|_| seeded.next_u64()).collect();
        assert_eq!(
            drawn,
            [
                1_546_998_764_402_558_742,
                6_990_951_692_964_543_102,
                12_544_586_762_248_559_009,
                17_057_574_109_182_124_193
            ]
        );
    }

    #[test]
    fn draws_are_even() {
        let mut random = Xoshiro256::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[random.below(6) as usize] += 1;
        }
        // Five standard deviations of a binomial count.
        assert!(counts.iter().all(|&c| (f64::from(c) - 10_000.0).abs() < 457.0), "{counts:?}");

        // All 10 samples of 2 out of 5, and all 6 orders of 3 items.
        let mut samples = std::collections::BTreeMap::new();
        let mut orders = std::collections::BTreeMap::new();
        for _ in 0..60_000 {
            *samples.entry(random.sample(5, 2)).or_insert(0) += 1;
            let mut items = [0, 1, 2];
            random.shuffle(&mut items);
            *orders.entry(items).or_insert(0) += 1;
        }
        assert_eq!((samples.len(), orders.len()), (10, 6));
        assert!(samples.values().all(|&c| (f64::from(c) - 6_000.0).abs() < 368.0), "{samples:?}");
        assert!(orders.values().all(|&c| (f64::from(c) - 10_000.0).abs() < 457.0), "{orders:?}");
    }

    #[test]
    fn edges() {
        let mut random = Xoshiro256::new(0);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
        assert_eq!(random.sample(3, 9), [0, 1, 2]);
        assert!(random.sample(0, 0).is_empty());
        random.shuffle::<u8>(&mut []);
        assert_ne!(Xoshiro256::stream(1, 0), Xoshiro256::stream(1, 1));
        assert_ne!(Xoshiro256::stream(0, 1), Xoshiro256::stream(1, 0));
    }

    proptest! {
        #[test]
        fn draws_stay_in_range(seed: u64, n in 1u64.., size in 0u64..50) {
            let mut random = Xoshiro256::new(seed);
            prop_assert!(random.below(n) < n);
            prop_assert!((0.0..1.0).contains(&random.uniform()));
            let sample = random.sample(n, size.min(n));
            prop_assert_eq!(sample.len() as u64, size.min(n));
            prop_assert!(sample.windows(2).all(|w| w[0] < w[1]) && sample.iter().all(|&x| x < n));
            let mut items: Vec<u64> = (0..size).collect();
            random.shuffle(&mut items);
            items.sort_unstable();
            prop_assert!(items.into_iter().eq(0..size));
        }
    }
}
