import { type Json, type JsonObject, type Path, resourceKey } from "@pragma/contract";
import { getPath, isJsonObject } from "@pragma/language";
import { editText, type Manifest, newManifest, readManifest } from "@pragma/manifest";
import { isWithin, pathKey } from "../manifest/problem.ts";
import { maskedPaths } from "../manifest/scrub.ts";
import { companionPath, editCompanions, inCompanion } from "./companions.ts";
import type { EditorEvent } from "./editor-event.ts";
import { type EditorState, isLeaving, isReviewing, NO_TEXTS, type PathTexts } from "./editor-state.ts";

/** The editor's state after an event. Events that come too late for a step change nothing. */
export function reduceEditor(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "typed":
      return withText(state, event.text);
    case "edited":
    case "field-opened":
      return withValue(state, event.path, event.value);
    case "field-removed":
      return removed(state, event.path);
    case "companion-added":
      return withCompanion(state, newManifest(event.companion));
    case "companion-removed":
      return {
        ...forgotten(changed(state), companionPath(event.key)),
        companions: state.companions.filter((companion) => resourceKey(companion) !== event.key),
      };
    case "typed-yaml":
      return { ...changed(state), unparsed: put(state.unparsed, event.path, event.text) };
    case "typed-key":
      return { ...changed(state), unadded: put(state.unadded, event.path, event.key) };
    case "draft-found":
      return { ...state, offered: event.draft };
    case "draft-restored": {
      const { offered } = state;
      if (offered === null) return state;
      return {
        ...withText(state, offered.text),
        emptied: offered.emptied,
        companions: offered.companions ?? [],
        offered: null,
      };
    }
    case "draft-discarded":
      return { ...state, offered: null };
    case "submitted":
      return { ...state, isSubmitted: true };
    case "replaced-restored":
      if (state.replaced === null) return state;
      return { ...withText(state, state.replaced), replaced: null };
    case "replaced-dropped":
      return { ...state, replaced: null };
    case "sent-to":
      return { ...state, goal: event.goal };
    case "arrived":
      return { ...state, goal: null, reveal: event.from === undefined ? state.reveal : revealOf(state, event.from) };
    case "given-up":
      return { ...state, isGivenUp: true };
    default:
      return reduceStep(state, event);
  }
}

type StepEvent = Extract<
  EditorEvent,
  {
    type:
      | "check-started"
      | "checked"
      | "review-entered"
      | "review-left"
      | "save-started"
      | "save-refused"
      | "conflict-found"
      | "reloaded"
      | "rebased"
      | "started-anew"
      | "left";
  }
>;

function reduceStep(state: EditorState, event: StepEvent): EditorState {
  switch (event.type) {
    case "check-started":
      return state.step === "writing" ? { ...state, step: "checking" } : state;
    case "checked":
      // A user who typed meanwhile is not pulled away by the answer about an earlier text.
      if (state.step !== "checking") return state;
      return { ...state, step: event.isFit ? "reviewing" : "writing" };
    case "review-entered":
      return isReviewing(state) || isLeaving(state) ? state : { ...state, step: "reviewing" };
    case "review-left":
      return state.step === "reviewing" || state.step === "saving" ? { ...state, step: "writing" } : state;
    case "save-started":
      return state.step === "reviewing" ? { ...state, step: "saving", refusal: null } : state;
    case "save-refused":
      return { ...saved(state), refusal: event.refusal };
    case "conflict-found":
      return { ...saved(state), conflict: event.theirs };
    case "reloaded":
      return reload(state, event);
    case "rebased":
      return { ...state, base: event.onto, conflict: null };
    case "started-anew":
      return startAnew(state);
    case "left":
      return { ...state, step: isReviewing(state) ? "left" : "stored", isGivenUp: true };
  }
}

/** After somebody typed: an answer about what was there before says nothing any more. */
function changed(state: EditorState): EditorState {
  return { ...state, isGivenUp: false, step: state.step === "checking" ? "writing" : state.step };
}

/** An emptied field is still the one that the user is in: it stays on the page. */
function withValue(state: EditorState, path: Path, value: Json | undefined): EditorState {
  const edited = withEdit(state, path, value);
  return value === undefined ? { ...edited, opened: new Set([...state.opened, pathKey(path)]) } : edited;
}

function removed(state: EditorState, path: Path): EditorState {
  return forgotten(withEdit(state, path, undefined), path);
}

/** Without anything that was typed or opened below a path. */
function forgotten(state: EditorState, path: Path): EditorState {
  const isBelow = (key: string): boolean => isWithin(JSON.parse(key) as Path, path);
  const kept = (texts: PathTexts): PathTexts => new Map([...texts].filter(([key]) => !isBelow(key)));
  return {
    ...state,
    opened: new Set([...state.opened].filter((key) => !isBelow(key))),
    unparsed: kept(state.unparsed),
    unadded: kept(state.unadded),
  };
}

function withEdit(state: EditorState, path: Path, value: Json | undefined): EditorState {
  const companion = inCompanion(path);
  if (companion) return { ...changed(state), companions: editCompanions(state.companions, companion, value) };
  // The form is there only for text that can be read.
  const { manifest } = readManifest(state.text);
  if (manifest === null) return state;
  // Nothing is taken out that is not there: the text would be written anew for nothing.
  const isThere = value !== undefined || getPath(manifest as unknown as JsonObject, path) !== undefined;
  return { ...changed(state), text: isThere ? editText(state.text, path, value) : state.text };
}

/** A companion is filled in next, beginning with the output that is referred to. */
function withCompanion(state: EditorState, companion: Manifest): EditorState {
  const path = [...companionPath(resourceKey(companion)), "config"];
  const [first] = isJsonObject(companion.config.data) ? Object.keys(companion.config.data) : [];
  const goal = { path: first === undefined ? path : [...path, "data", first] };
  return { ...changed(state), companions: [...state.companions, companion], goal };
}

function withText(state: EditorState, text: string): EditorState {
  return { ...changed(state), text, unparsed: NO_TEXTS, unadded: NO_TEXTS };
}

/** After an answer to a request to save; the user may have left the review since. */
function saved(state: EditorState): EditorState {
  return state.step === "saving" ? { ...state, step: "reviewing" } : state;
}

function reload(state: EditorState, { theirs, text }: Extract<EditorEvent, { type: "reloaded" }>): EditorState {
  const taken = { ...withText(state, text), clean: text, emptied: [], base: theirs, conflict: null };
  return { ...taken, replaced: state.text };
}

/**
 * The text becomes that of a new resource. Secrets that were stored with the old one have to be typed again, so a review
 * goes on only without any.
 */
function startAnew(state: EditorState): EditorState {
  const { manifest } = readManifest(state.text);
  const masked = manifest ? maskedPaths(manifest) : [];
  const text = masked.reduce((next, path) => editText(next, path, null), state.text);
  const anew = { ...state, base: null, clean: "", emptied: masked, text, refusal: null };
  if (isReviewing(state) && masked.length === 0) return anew;
  return { ...anew, isSubmitted: true, goal: { path: masked[0] ?? ["name"] } };
}

function revealOf({ reveal }: EditorState, from: number): EditorState["reveal"] {
  return { from, nonce: (reveal?.nonce ?? 0) + 1 };
}

function put(texts: PathTexts, path: Path, typed: string | null): PathTexts {
  const key = pathKey(path);
  if (typed === null && !texts.has(key)) return texts;
  const next = new Map(texts);
  if (typed === null) next.delete(key);
  else next.set(key, typed);
  return next;
}
