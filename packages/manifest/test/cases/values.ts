import { config, type DocumentCase, one, refused } from "./document-case.ts";

const aliases = (count: number) => `config:\n  one: &one { a: 1 }\n  many: [${Array(count).fill("*one").join(", ")}]`;
const NESTED = 240;

/** Cases of YAML and JSON values. */
export const VALUE_CASES: DocumentCase[] = [
  config("the key ~", "{ ~: a }", { "~": "a" }),
  config("the key null", "{ null: a }", { null: "a" }),
  config("the key 1.0", "{ 1.0: a }", { "1.0": "a" }),
  config("the keys 1.0 and 1", "{ 1.0: a, 1: b }", { "1.0": "a", "1": "b" }),
  config("the keys true, 0x1F and 1e3", "{ true: a, 0x1F: b, 1e3: c }", { true: "a", "0x1F": "b", "1e3": "c" }),
  config("the key of a date", "{ 2001-12-14: a }", { "2001-12-14": "a" }),
  config("a key in quotes", '{ "~": a, "1.0": b, \'\': c }', { "~": "a", "1.0": "b", "": "c" }),
  config("the key __proto__", "{ __proto__: { a: 1 } }", JSON.parse('{ "__proto__": { "a": 1 } }')),
  config("a key from an alias", "{ a: &k name, *k : b }", { a: "name", name: "b" }),
  one("a key with a question mark", "config:\n  ? a", { config: { a: null } }),
  refused("a key that is missing", "config:\n  : a", "5:3 a key is missing here"),
  refused("a key that is a mapping", "config:\n  { b: 1 }: c", "5:3 a mapping or a list cannot be a key"),
  refused("a key that is a list, from an alias", "config:\n  a: &l [1]\n  *l : c", "6:3 a mapping or a list cannot be"),
  refused("a key of a number with an anchor", "config:\n  &k 1.0: a", "5:6 this key must be a string; write it in"),
  refused("a key twice", "config:\n  a: 1\n  a: 2", "6:3 this key appears twice"),
  refused("a key twice, once in quotes", "config: { 1: a, '1': b }", "4:17 this key appears twice"),
  refused("a field twice", "tags: []\ntags: []", "5:1 this key appears twice"),
  one("150 aliases", aliases(150), { config: { one: { a: 1 }, many: Array(150).fill({ a: 1 }) } }),
  one("999 aliases", aliases(999), { config: { one: { a: 1 }, many: Array(999).fill({ a: 1 }) } }),
  refused("1,000 aliases", aliases(1000), "1:1 this has too many aliases"),
  refused(
    "aliases that would fill the memory",
    `config:\n  a: &a [${"x".repeat(200_000)}]\n  b: [${Array(900).fill("*a").join(", ")}]`,
    "1:1 this has too many aliases: written out, it is larger than 33554432 bytes",
  ),
  refused(
    "an alias without an anchor",
    "config: { a: *nobody }",
    "4:14 there is no anchor of this name in this document",
  ),
  refused("an alias before its anchor", "config: { a: *b, c: &b 1 }", "4:14 there is no anchor of this name"),
  refused("an alias inside what it names", "config: &a [*a]", "4:13 this is part of what the anchor a names"),
  config("an anchor that is named again", "{ a: &x 1, b: *x, c: &x 2, d: *x }", { a: 1, b: 1, c: 2, d: 2 }),
  one("a merge", "config:\n  base: &b { x: 1, z: 2 }\n  of: { z: 3, <<: *b }", {
    config: { base: { x: 1, z: 2 }, of: { z: 3, x: 1 } },
  }),
  one("a merge of several", "config:\n  base: &b { x: 1 }\n  of: { <<: [*b, { x: 9, y: 9 }] }", {
    config: { base: { x: 1 }, of: { x: 1, y: 9 } },
  }),
  one("a merge of fields", "<<: { tags: [a] }\nconfig: {}", { tags: ["a"] }),
  config("<< in quotes", "{ '<<': { a: 1 } }", { "<<": { a: 1 } }),
  refused("a merge of a number", "config: { <<: 5 }", "4:15 << merges a mapping or a list of mappings"),
  refused(
    "a merge of a list",
    "config: { a: &l [1], b: { <<: *l } }",
    "4:31 << merges a mapping or a list of mappings",
  ),
  config("tags of JSON", "{ a: !!str 5, b: !!int '5', c: ! 5 }", { a: "5", b: 5, c: "5" }),
  refused("bytes", "config: { a: !!binary aGVsbG8= }", "4:14 this is not a JSON value"),
  refused("a set", "config: { a: !!set { b } }", "4:14 this is not a JSON value"),
  refused("a tag of somebody", "config: { a: !mine 5 }", "4:14 this is not a JSON value"),
  config("words of YAML 1.1", "{ a: yes, b: on, c: 2001-12-14, d: 0777 }", {
    ...{ a: "yes", b: "on", c: "2001-12-14" },
    d: 777,
  }),
  {
    name: "a date of YAML 1.1",
    text: "%YAML 1.1\n---\nprovider: p\nresource: t\nname: n\nconfig: { a: 2001-12-14 }\n",
    documents: [],
    faults: ["6:14 this is not a JSON value"],
  },
  config("numbers", "{ a: 0.5, b: -3, c: 1e3, d: 0x10, e: 9007199254740991 }", {
    ...{ a: 0.5, b: -3, c: 1000, d: 16 },
    e: 9007199254740991,
  }),
  refused(
    "a number that is too large",
    "config: { a: { b: 12345678901234567890 } }",
    "4:16 this is too large a number",
  ),
  refused("infinity", "config: { a: [.inf] }", "4:15 this is not a number that JSON allows"),
  refused("not a number", "config: { a: .nan }", "4:11 this is not a number that JSON allows"),
  one("a block of text", "config:\n  a: |\n    one\n      two\n\n  b: >-\n    three\n    four", {
    config: { a: "one\n  two\n", b: "three four" },
  }),
  config("escapes", '"a": "\\u00e9\\ud83d\\ude00\\t\\"/"'.replace(/.*/, "{$&}"), { a: 'é😀\t"/' }),
  config("references and texts that begin with @", "{ a: '${p/t/n.outputs.x}', b: '@file', c: '@@' }", {
    ...{ a: "${p/t/n.outputs.x}", b: "@file" },
    c: "@@",
  }),
  config(
    "many levels",
    `{ a: ${"[".repeat(NESTED)}${"]".repeat(NESTED)} }`,
    JSON.parse(`{ "a": ${"[".repeat(NESTED)}${"]".repeat(NESTED)} }`),
  ),
  refused("too many levels", `config: { a: ${"[".repeat(300)}${"]".repeat(300)} }`, "4:262 this is nested too deeply"),
  refused("far too many levels", `config: { a: ${"[".repeat(3000)}${"]".repeat(3000)} }`, "4:"),
  refused("a bracket that stays open", "config: { a: [1 }", "4:17 ", "4:18 "),
  refused("a tab for indentation", "config:\n\ta: 1", "5:1 Tabs are not allowed as indentation"),
  refused(
    "a key of more than 1,024 characters",
    `config:\n  ${"k".repeat(1025)}: 1`,
    "5:3 this key has more than 1,024 char",
  ),
  one("a long key with a question mark", `config:\n  ? ${"k".repeat(1025)}\n  : 1`, {
    config: { ["k".repeat(1025)]: 1 },
  }),
  refused("a long field", `? ${"k".repeat(300)}\n: 1`, `4:3 ${"k".repeat(60)}… is not a known field`),
  refused(
    "a long anchor",
    `config: &${"k".repeat(300)} [*${"k".repeat(300)}]`,
    `4:312 this is part of what the anchor ${"k".repeat(60)}… names`,
  ),
  refused(
    "a password that looks like a tag",
    "config:\n  a: !hunter2! x",
    "5:6 this is not a JSON value: null, true, false, a number, a string, a list or a mapping; a text that begins with ! needs",
  ),
  refused(
    "an escape that does not exist",
    'config: { a: "\\xpassword" }',
    "4:15 a backslash begins an escape sequence, and this is none; a plain one is written \\\\",
  ),
  refused("a quote that stays open", 'config:\n  a: "hunter2', "6:1 a text in quotes is not closed before this"),
];
