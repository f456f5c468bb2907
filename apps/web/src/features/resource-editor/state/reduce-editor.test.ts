import type { Resource } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { describe, expect, it } from "vitest";
import type { Problem } from "../manifest/problem.ts";
import type { Loaded, ResourceType } from "../schema/types.ts";
import { documentOf, shownProblems, theirsOf } from "./editor-document.ts";
import type { EditorEvent } from "./editor-event.ts";
import { type EditorState, isReviewing, isUnsaved, NO_TEXTS, type Step, startEditor } from "./editor-state.ts";
import { reduceEditor } from "./reduce-editor.ts";

const TEXT = "provider: p\nresource: t\nname: one\nconfig:\n  size: 1\n";
const type = {
  provider: "p",
  resource: "t",
  string_references: true,
  schema: { properties: { size: {}, pw: { type: "string", sensitive: true } } },
} as unknown as ResourceType;

const version = (generation: number): Loaded => ({
  etag: `"${generation}"`,
  explicit: [],
  resource: {
    provider: "p",
    resource: "t",
    name: "one",
    config: { size: generation },
    dependencies: [],
    owner_references: [],
    tags: null,
    deletion_protected: false,
    generation,
    created_at: "2026-01-01T00:00:00.000Z",
  } as unknown as Resource,
});

const LOADED = version(1);
const THEIRS = version(2);
const DRAFT = { text: `${TEXT}tags: [mine]\n`, emptied: [["config", "pw"]], savedAt: "2026-01-01T00:00:00.000Z" };

const begun = startEditor({ start: { text: TEXT, emptied: [] }, loaded: LOADED });
const after = (state: EditorState, ...events: EditorEvent[]): EditorState => events.reduce(reduceEditor, state);

const EVENTS = {
  typed: { type: "typed", text: "name: x\n" },
  edited: { type: "edited", path: ["name"], value: "x" },
  "field-opened": { type: "field-opened", path: ["config", "note"], value: undefined },
  "field-removed": { type: "field-removed", path: ["config", "size"] },
  "companion-added": {
    type: "companion-added",
    companion: { provider: "pragma", resource: "secret", name: "s", config: { data: { pw: "" } } },
  },
  "companion-removed": { type: "companion-removed", key: "pragma/secret/s" },
  "typed-yaml": { type: "typed-yaml", path: ["config", "a"], text: "[" },
  "typed-key": { type: "typed-key", path: ["config"], key: "a" },
  "draft-found": { type: "draft-found", draft: DRAFT },
  "draft-restored": { type: "draft-restored" },
  "draft-discarded": { type: "draft-discarded" },
  submitted: { type: "submitted" },
  "check-started": { type: "check-started" },
  "checked, fit": { type: "checked", isFit: true },
  "checked, unfit": { type: "checked", isFit: false },
  "review-entered": { type: "review-entered" },
  "review-left": { type: "review-left" },
  "save-started": { type: "save-started" },
  "save-refused": { type: "save-refused", refusal: { message: "no" } },
  "conflict-found": { type: "conflict-found", theirs: THEIRS },
  reloaded: { type: "reloaded", theirs: THEIRS, text: "name: theirs\n" },
  rebased: { type: "rebased", onto: THEIRS },
  "replaced-restored": { type: "replaced-restored" },
  "replaced-dropped": { type: "replaced-dropped" },
  "started-anew": { type: "started-anew" },
  "sent-to": { type: "sent-to", goal: { path: ["name"] } },
  arrived: { type: "arrived" },
  "given-up": { type: "given-up" },
  left: { type: "left" },
} as const satisfies Record<string, EditorEvent>;

type Row = Record<Step, Step>;
const stays: Row = {
  writing: "writing",
  checking: "checking",
  reviewing: "reviewing",
  saving: "saving",
  left: "left",
  stored: "stored",
};
/** Typing while the server checks goes back to writing. */
const writes: Row = { ...stays, checking: "writing" };
const answered: Row = { ...stays, saving: "reviewing" };

const STEPS: Record<keyof typeof EVENTS, Row> = {
  typed: writes,
  edited: writes,
  "field-opened": writes,
  "field-removed": writes,
  "companion-added": writes,
  "companion-removed": writes,
  "typed-yaml": writes,
  "typed-key": writes,
  "draft-found": stays,
  // There is nothing to restore.
  "draft-restored": stays,
  "draft-discarded": stays,
  submitted: stays,
  "check-started": { ...stays, writing: "checking" },
  "checked, fit": { ...stays, checking: "reviewing" },
  "checked, unfit": { ...stays, checking: "writing" },
  "review-entered": { ...stays, writing: "reviewing", checking: "reviewing" },
  "review-left": { ...stays, reviewing: "writing", saving: "writing" },
  "save-started": { ...stays, reviewing: "saving" },
  "save-refused": answered,
  "conflict-found": answered,
  reloaded: writes,
  rebased: stays,
  "replaced-restored": stays,
  "replaced-dropped": stays,
  "started-anew": stays,
  "sent-to": stays,
  arrived: stays,
  "given-up": stays,
  left: { ...stays, writing: "stored", checking: "stored", reviewing: "left", saving: "left" },
};

describe("the step of an editor", () => {
  const table = Object.entries(STEPS).flatMap(([event, row]) =>
    Object.entries(row).map(([from, to]) => ({ event, from, to })),
  );

  it.each(table)("$from, $event: $to", ({ event, from, to }) => {
    const state = { ...begun, step: from as Step };
    expect(reduceEditor(state, EVENTS[event as keyof typeof EVENTS]).step).toBe(to);
  });
});

/** Changes by an event besides the step. */
const CHANGES: [string, EditorState, EditorEvent, Partial<EditorState>][] = [
  [
    "a text replaces what fields were holding back",
    after(begun, EVENTS["typed-yaml"], EVENTS["typed-key"]),
    EVENTS.typed,
    { text: "name: x\n", unparsed: NO_TEXTS, unadded: NO_TEXTS },
  ],
  ["a field changes its line", begun, EVENTS.edited, { text: TEXT.replace("one", "x") }],
  [
    "a removed field leaves the text",
    begun,
    { type: "edited", path: ["config", "size"], value: undefined },
    { text: TEXT.replace("config:\n  size: 1", "config: {}") },
  ],
  [
    "an emptied field stays on the page",
    begun,
    { type: "edited", path: ["config", "size"], value: undefined },
    { opened: new Set(['["config","size"]']) },
  ],
  [
    "an added field is shown, and nothing is written yet",
    begun,
    EVENTS["field-opened"],
    { text: TEXT, opened: new Set(['["config","note"]']) },
  ],
  [
    "unless it needs a value",
    begun,
    { type: "field-opened", path: ["config", "note"], value: [] },
    { text: `${TEXT}  note: []\n`, opened: new Set() },
  ],
  [
    "a removed field goes with all that was typed in it",
    after(
      begun,
      { type: "field-opened", path: ["config", "size", "gb"], value: undefined },
      { type: "typed-key", path: ["config", "size"], key: "a" },
      { type: "typed-yaml", path: ["config", "size", "gb"], text: "[" },
    ),
    EVENTS["field-removed"],
    {
      text: TEXT.replace("config:\n  size: 1", "config: {}"),
      opened: new Set(),
      unparsed: NO_TEXTS,
      unadded: NO_TEXTS,
    },
  ],
  [
    "a resource that is created along is filled in next",
    begun,
    EVENTS["companion-added"],
    {
      text: TEXT,
      companions: [expect.objectContaining({ name: "s", config: { data: { pw: "" } } })],
      goal: { path: ["companions", "pragma/secret/s", "config", "data", "pw"] },
    },
  ],
  [
    "by fields of its own",
    after(begun, EVENTS["companion-added"]),
    { type: "edited", path: ["companions", "pragma/secret/s", "config", "data", "pw"], value: "x" },
    { text: TEXT, companions: [expect.objectContaining({ config: { data: { pw: "x" } } })] },
  ],
  [
    "and removed with all that was typed in it",
    after(begun, EVENTS["companion-added"], {
      type: "typed-key",
      path: ["companions", "pragma/secret/s", "config", "data"],
      key: "a",
    }),
    EVENTS["companion-removed"],
    { companions: [], unadded: NO_TEXTS },
  ],
  ["no field changes a text that is not YAML", { ...begun, text: "a: [" }, EVENTS.edited, { text: "a: [" }],
  ["typing takes back that it was given up", { ...begun, isGivenUp: true }, EVENTS.edited, { isGivenUp: false }],
  ["a small text is remembered", begun, EVENTS["typed-yaml"], { unparsed: new Map([['["config","a"]', "["]]) }],
  [
    "and forgotten once it is valid",
    after(begun, EVENTS["typed-yaml"]),
    { type: "typed-yaml", path: ["config", "a"], text: null },
    { unparsed: NO_TEXTS },
  ],
  ["a typed key is remembered", begun, EVENTS["typed-key"], { unadded: new Map([['["config"]', "a"]]) }],
  ["a draft is offered", begun, EVENTS["draft-found"], { offered: DRAFT, text: TEXT }],
  [
    "and restored with the secrets it lacks",
    after(begun, EVENTS["draft-found"]),
    EVENTS["draft-restored"],
    { text: DRAFT.text, emptied: DRAFT.emptied, offered: null },
  ],
  ["or discarded", after(begun, EVENTS["draft-found"]), EVENTS["draft-discarded"], { text: TEXT, offered: null }],
  ["the first wish to continue is kept", begun, EVENTS.submitted, { isSubmitted: true }],
  [
    "a refusal to save is shown until the next try",
    { ...begun, step: "saving" },
    EVENTS["save-refused"],
    { refusal: { message: "no" } },
  ],
  [
    "which forgets it",
    { ...begun, step: "reviewing", refusal: { message: "no" } },
    EVENTS["save-started"],
    { refusal: null },
  ],
  ["a conflict waits for a decision", begun, EVENTS["conflict-found"], { conflict: THEIRS, base: LOADED, text: TEXT }],
  [
    "a reload takes their text and keeps the own beside it",
    after(begun, EVENTS["conflict-found"], { type: "typed", text: "mine: 1\n" }),
    EVENTS.reloaded,
    {
      text: "name: theirs\n",
      clean: "name: theirs\n",
      replaced: "mine: 1\n",
      base: THEIRS,
      conflict: null,
      emptied: [],
    },
  ],
  [
    "the own text can be restored",
    { ...begun, replaced: "mine: 1\n" },
    EVENTS["replaced-restored"],
    { text: "mine: 1\n", replaced: null, clean: TEXT },
  ],
  ["or dropped", { ...begun, replaced: "mine: 1\n" }, EVENTS["replaced-dropped"], { text: TEXT, replaced: null }],
  [
    "overwriting replaces only what the text is compared with",
    after(begun, EVENTS["conflict-found"]),
    EVENTS.rebased,
    { base: THEIRS, conflict: null, text: TEXT },
  ],
  [
    "a resource that is gone begins anew at its name",
    { ...begun, refusal: { message: "gone" } },
    EVENTS["started-anew"],
    { base: null, clean: "", isSubmitted: true, goal: { path: ["name"] }, refusal: null },
  ],
  [
    "without leaving its review",
    { ...begun, step: "reviewing" },
    EVENTS["started-anew"],
    { goal: null, isSubmitted: false },
  ],
  [
    "unless secrets have to be typed again",
    { ...begun, step: "reviewing", text: `${TEXT}  pw: "${MASK}"\n` },
    EVENTS["started-anew"],
    { text: `${TEXT}  pw: null\n`, emptied: [["config", "pw"]], goal: { path: ["config", "pw"] }, isSubmitted: true },
  ],
  ["a problem leads to its field", begun, EVENTS["sent-to"], { goal: { path: ["name"] } }],
  ["once", { ...begun, goal: { path: ["name"] } }, EVENTS.arrived, { goal: null, reveal: null }],
  [
    "in the text as often as it is wanted",
    { ...begun, goal: { path: ["name"] }, reveal: { from: 3, nonce: 1 } },
    { type: "arrived", from: 3 },
    { goal: null, reveal: { from: 3, nonce: 2 } },
  ],
  ["what is given up is kept on the page", begun, EVENTS["given-up"], { isGivenUp: true, text: TEXT }],
];

it.each(CHANGES)("%s", (_, state, event, expected) => {
  expect(reduceEditor(state, event)).toMatchObject(expected);
});

describe("what follows from the state", () => {
  it.each<[string, EditorState, boolean]>([
    ["nothing at first", begun, false],
    ["a text", after(begun, EVENTS.typed), true],
    ["a text as it was", after(begun, EVENTS.typed, { type: "typed", text: TEXT }), false],
    ["a resource to create along", after(begun, EVENTS["companion-added"]), true],
    ["what a field holds back", after(begun, EVENTS["typed-key"]), true],
    ["a new resource in place of one that is gone", after(begun, EVENTS["started-anew"]), true],
    ["nothing once it is left", after(begun, EVENTS.typed, EVENTS.left), false],
  ])("unsaved: %s", (_, state, expected) => {
    expect(isUnsaved(state)).toBe(expected);
  });

  it("shows the review until the next page is there", () => {
    const shown = (["writing", "checking", "reviewing", "saving", "left", "stored"] as const).filter((step) =>
      isReviewing({ ...begun, step }),
    );
    expect(shown).toEqual(["reviewing", "saving", "left"]);
  });

  it("tells of another version, but not of another state", () => {
    const sameDesired = { ...LOADED, etag: '"state"' };
    expect(theirsOf(begun, null)).toBeNull();
    expect(theirsOf(begun, sameDesired)).toBeNull();
    expect(theirsOf(begun, THEIRS)).toBe(THEIRS);
    expect(theirsOf(after(begun, EVENTS.rebased), THEIRS)).toBeNull();
    expect(theirsOf({ ...begun, step: "left" }, THEIRS)).toBeNull();
    expect(theirsOf(after(begun, EVENTS["conflict-found"]), sameDesired)).toBe(THEIRS);
  });

  it("names what is not part of the document yet, and what must not change", () => {
    const state = after(begun, EVENTS["typed-yaml"], EVENTS["typed-key"], EVENTS.edited);
    expect(
      documentOf({ ...state, emptied: [["config", "pw"]] }, [type]).problems.map(({ message }) => message),
    ).toEqual([
      "name cannot change: it identifies the resource. It was one",
      "config.a is not valid YAML",
      "The new key a of config is not added yet: add it, or clear it",
    ]);
    const copied = { ...begun, text: `${TEXT}  pw: null\n`, emptied: [["config", "pw"]] };
    expect(documentOf(copied, [type]).problems).toMatchObject([{ path: ["config", "pw"], severity: "error" }]);
  });

  it("keeps from a beginner what is only missing", () => {
    const problems: Problem[] = [
      { path: ["name"], message: "name is required", severity: "error", missing: true },
      { path: ["config", ""], message: "not added", severity: "error", unfinished: true },
      { path: ["tags"], message: "wrong", severity: "error" },
    ];
    const shown = (state: EditorState) => shownProblems(problems, state).map(({ path }) => path[0]);
    expect(shown({ ...begun, base: null })).toEqual(["tags"]);
    expect(shown(begun)).toEqual(["name", "tags"]);
    expect(shown({ ...begun, base: null, isSubmitted: true })).toEqual(["name", "config", "tags"]);
  });
});
