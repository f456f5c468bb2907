/** A place in a text, counted from 1, as editors do. */
export interface Position {
  line: number;
  column: number;
}

/** A part of a text, by offsets. */
export interface TextRange {
  from: number;
  to: number;
}

/** Where a path is in a text. */
export interface Place {
  /** Where it begins: its key, if it has one, since that is where the eye looks. */
  at: number;
  /** Range that is marked: a plain value, or the key of a larger one. */
  range: TextRange;
}
