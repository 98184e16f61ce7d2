//! One row of any table: text and where its cells lie in it. No cell is allocated on its own.

/// Where a cell lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What has to be done to it, or where it lies.
    pub kind: SpanKind,
}

/// State of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanKind {
    /// Lies in the row's text as it is.
    #[default]
    Plain,
    /// Lies in the row's text with doubled quotes.
    Doubled,
    /// Lies in the scratch text.
    Scratch,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Text of the row.
    pub text: &'a str,
    /// Cells that had to be rewritten.
    pub scratch: &'a str,
    /// Cells.
    pub spans: &'a [Span],
}

impl<'a> Row<'a> {
    /// The cell in `column`; empty when there is none.
    #[inline]
    pub fn get(&self, column: usize) -> &'a str {
        let Some(span) = self.spans.get(column) else { return "" };
        let text = if span.kind == SpanKind::Scratch { self.scratch } else { self.text };
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + '_ {
        (0..self.spans.len()).map(|n| self.get(n))
    }
}

/// A row under construction, for formats that do not store rows as text.
#[derive(Debug, Default)]
pub struct RowBuffer {
    /// Text of all cells, one after the other.
    pub text: String,
    spans: Vec<Span>,
}

impl RowBuffer {
    /// Begins a new row.
    pub fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Ends a cell that began where the last one ended.
    pub fn end_cell(&mut self) {
        let start = self.spans.last().map_or(0, |s| s.end);
        let end = u32::try_from(self.text.len()).unwrap_or(start);
        self.spans.push(Span { start, end, kind: SpanKind::Plain });
    }

    /// Adds a whole cell.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.end_cell();
    }

    /// Number of cells so far.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no cell yet.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The row.
    pub fn row(&self) -> Row<'_> {
        Row { text: &self.text, scratch: "", spans: &self.spans }
    }
}
