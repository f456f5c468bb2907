import { type DocumentCase, HEAD } from "./document-case.ts";

const two = { provider: "p", resource: "t", name: "m", config: {} };
const first = { ...two, name: "n" };
const SECOND = HEAD.replace(" n\n", " m\n");
const NOT_ONE = "this is not a resource, which is a mapping with provider, resource, name and config";

/** Cases of a whole text. */
export const TEXT_CASES: DocumentCase[] = [
  { name: "nothing", text: "", documents: [], faults: [] },
  { name: "blanks", text: " \n\n", documents: [], faults: [] },
  { name: "a comment", text: "# nothing\n", documents: [], faults: [] },
  { name: "null", text: "null\n", documents: [], faults: [] },
  { name: "empty documents", text: "---\n---\n# nothing\n---\n", documents: [], faults: [] },
  { name: "an empty list", text: "[]\n", documents: [], faults: [] },
  { name: "a text", text: "hello\n", documents: [], faults: [`1:1 ${NOT_ONE}`] },
  { name: "a number", text: "5\n", documents: [], faults: [`1:1 ${NOT_ONE}`] },
  { name: "a list of numbers", text: "- 3\n- 4\n", documents: [], faults: [`1:3 ${NOT_ONE}`, `2:3 ${NOT_ONE}`] },
  { name: "a list in a list", text: "- - a\n", documents: [], faults: [`1:3 ${NOT_ONE}`] },
  {
    name: "an item that is null",
    text: `- ${JSON.stringify(first)}\n-\n`,
    documents: [first],
    faults: [`2:2 ${NOT_ONE}`],
  },
  { name: "two documents", text: `${HEAD}---\n${SECOND}`, documents: [first, two], faults: [] },
  {
    name: "documents with empty ones between",
    text: `---\n${HEAD}---\n\n---\n${SECOND}...\n`,
    documents: [first, two],
    faults: [],
  },
  {
    name: "a list of resources",
    text: `- ${JSON.stringify(first)}\n- ${JSON.stringify(two)}\n`,
    documents: [first, two],
    faults: [],
  },
  { name: "JSON", text: JSON.stringify(first), documents: [first], faults: [] },
  { name: "JSON over lines, a list", text: JSON.stringify([first, two], null, 2), documents: [first, two], faults: [] },
  {
    name: "JSON with tabs",
    text: JSON.stringify({ ...first, config: { a: [1] } }, null, "\t"),
    documents: [{ ...first, config: { a: [1] } }],
    faults: [],
  },
  {
    name: "JSON with a key twice",
    text: '{"provider":"p","provider":"q"}',
    documents: [],
    faults: ["1:17 this key appears twice"],
  },
  { name: "a byte order mark", text: `\ufeff${HEAD}`, documents: [first], faults: [] },
  { name: "lines of another system", text: HEAD.replaceAll("\n", "\r\n"), documents: [first], faults: [] },
  {
    name: "an anchor of another document",
    text: `${HEAD}config: &c { a: 1 }\n---\n${SECOND}config: *c\n`,
    documents: [{ ...first, config: { a: 1 } }],
    faults: ["9:9 there is no anchor"],
  },
  {
    name: "one fit document beside one that is not",
    text: `${HEAD}---\na: [\n---\n${SECOND}`,
    documents: [first, two],
    faults: ["6:1 "],
  },
];
