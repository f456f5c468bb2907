import type { Json } from "@pragma/language";

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Choice {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

/** Texts that have been read as something else. */
const WORDS = [
  ...[
    "",
    " ",
    "a",
    "~",
    "null",
    "true",
    "yes",
    "1.0",
    "0x1F",
    "1e3",
    "-",
    "?",
    ":",
    "#",
    "@file",
    "@@",
    "<<",
    "*a",
    "&a",
  ],
  ...[
    "a: b",
    "a #b",
    " lead",
    "trail ",
    "\n",
    " \n",
    "\t\n",
    "a\n  \nb\n",
    "last\n\n",
    "a\r\nb",
    "- a",
    "{a",
    "[a",
    "'",
    '"',
  ],
  ...[
    "---",
    "...",
    "%YAML",
    "!!str",
    "`",
    "|",
    ">",
    "__proto__",
    "2001-12-14",
    "${p/t/n.outputs.x}",
    "é😀",
    "\u0085",
    "\u2028",
  ],
  ...["\\", "\u0007", "\ufeff", "x".repeat(120), `${"word ".repeat(30)}end`],
];
const NUMBERS = [0, 1, -1, 0.5, 1e21, 1e-7, 9007199254740991, -273.15];

function jsonOf(choice: Choice, depth: number): Json {
  const kind = choice.below(depth > 0 ? 7 : 5);
  if (kind === 5) return choice.list(3, () => jsonOf(choice, depth - 1));
  if (kind === 6) return membersOf(choice, depth);
  if (kind === 4) return choice.of([null, true, false]);
  return kind === 3
    ? choice.of(NUMBERS.filter((number) => Number.isSafeInteger(number) || number % 1 !== 0))
    : choice.of(WORDS);
}

function membersOf(choice: Choice, depth: number): { [key: string]: Json } {
  return Object.fromEntries(choice.list(4, () => [choice.of(WORDS), jsonOf(choice, depth - 1)]));
}

/** Configs of JSON values, of all kinds of texts and keys. */
export function generatedConfigs(count: number, seed = 1): { [key: string]: Json }[] {
  const choice = new Choice(seed);
  return Array.from({ length: count }, () => membersOf(choice, 4));
}

const PIECES = [
  ...[
    "provider: p\n",
    "resource: t\n",
    "name: n\n",
    "name: 5\n",
    "config:\n",
    "config: null\n",
    "history: []\n",
    "id: x\n",
  ],
  ...[
    "owner_references: [a/b/c]\n",
    "owner_references: [{ provider: a, resource: b, name: c }]\n",
    "owner_references: x\n",
  ],
  ...[
    "dependencies: [a/b/c]\n",
    "dependencies:\n",
    "depends_on: [a/b/c, x]\n",
    "tags: [a]\n",
    "tags: ~\n",
    "deletion_protected: true\n",
  ],
  ...["connection: main\n", "connection: a/connection/b\n", "connection: null\n", "connection: [x]\n"],
  ...[
    "  ~: a\n",
    "  1.0: b\n",
    "  a: &x 1\n",
    "  b: *x\n",
    "  <<: { c: 1 }\n",
    "  d: [1, { e: f }]\n",
    "  a: 12345678901234567890\n",
  ],
  ...[
    "---\n",
    "...\n",
    "- ",
    "# c\n",
    "  k: |\n    text\n",
    "  q: 'it''s'\n",
    "  t: !!str 5\n",
    "  u: !mine 5\n",
    "{",
    "}",
    "[",
    "]",
    "\t",
    " ",
  ],
];

/** Texts that are documents, nearly so, or nothing at all. */
export function generatedTexts(count: number, seed = 1): string[] {
  const choice = new Choice(seed);
  return Array.from({ length: count }, () => {
    const head = choice.random() < 0.8 ? "provider: p\nresource: t\nname: n\n" : "";
    return head + choice.list(8, () => choice.of(PIECES)).join("");
  });
}
