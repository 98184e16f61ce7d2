//! What a media file is by its bytes: container, dimensions, pieces, perceptual hash, clusters of near pictures.
//!
//! Files come from whoever wanted to be believed. Everything that is read from them has a limit, what cannot be read
//! becomes a [`Trouble`] with a code and a place, and nothing here panics on input, looks at a clock or prints.
//!
//! ```
//! use scrutineer_media::{Container, Source};
//!
//! let mut file = Source::new(std::io::Cursor::new(b"GIF89a\x02\x00\x01\x00\x00\x00\x00;"))?;
//! assert_eq!(scrutineer_media::detect(&file.head()?), Some(Container::Gif));
//! let form = scrutineer_media::form(&mut file, Container::Gif);
//! assert_eq!(form.size.map(|size| (size.width, size.height)), Some((2, 1)));
//! # Ok::<(), std::io::Error>(())
//! ```

mod container;
mod form;
pub mod near;
pub mod pdq;
mod picture;
pub mod pieces;
mod source;
mod trouble;

pub use container::{Container, HEAD, detect};
pub use form::{Form, Size, form};
pub use pdq::Pdq;
pub use picture::{MOST_PIXELS, NotHashed, PictureHash, hash};
pub use pieces::Piece;
pub use source::Source;
pub use trouble::Trouble;
