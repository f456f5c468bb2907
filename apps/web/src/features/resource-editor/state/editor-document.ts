import { resourceKey } from "@pragma/contract";
import { formatPath, getPath, type Path } from "@pragma/language";
import { type Manifest, type Reading, readManifest } from "@pragma/manifest";
import { checkManifest } from "../manifest/check-manifest.ts";
import { newKeyPath, type Problem } from "../manifest/problem.ts";
import { type Loaded, type ResourceType, typeOf } from "../schema/types.ts";
import { inCompanion } from "./companions.ts";
import { type EditorState, isLeaving } from "./editor-state.ts";
import { sameDesired } from "./same-desired.ts";

/** An editor's text as read, and the problems found without the server. */
export interface EditorDocument {
  text: string;
  reading: Reading;
  manifest: Manifest | null;
  /** The type that the text is of. */
  type: ResourceType | undefined;
  base: Loaded | null;
  /** Created with it, each with its type. */
  companions: Companion[];
  problems: Problem[];
}

export interface Companion {
  key: string;
  manifest: Manifest;
  type: ResourceType | undefined;
}

type Written = Pick<EditorState, "text" | "base" | "emptied" | "unparsed" | "unadded" | "companions">;

export function documentOf(state: Written, types: readonly ResourceType[]): EditorDocument {
  const { text, base } = state;
  const reading = readManifest(text);
  const { manifest } = reading;
  const problems = manifest ? [...reading.problems, ...problemsOf(state, manifest)] : reading.problems;
  const companions = state.companions.map(
    (companion): Companion => ({ key: resourceKey(companion), manifest: companion, type: typeOf(types, companion) }),
  );
  return { text, reading, manifest, type: typeOf(types, manifest), base, companions, problems };
}

function problemsOf({ base, emptied, unparsed, unadded, companions }: Written, manifest: Manifest): Problem[] {
  const valueAt = (path: Path) => {
    const inside = inCompanion(path);
    const holder = inside ? companions.find((companion) => resourceKey(companion) === inside.key) : manifest;
    return getPath({ config: holder?.config ?? {} }, inside?.path ?? path);
  };
  const missing = emptied.filter((path) => valueAt(path) === null);
  return [
    ...checkManifest(manifest, base?.resource ?? null),
    ...missing.map((path): Problem => {
      const message = `${formatPath(path)} is a secret and was not copied: enter it, or remove it`;
      return { path, message, severity: "error" };
    }),
    ...[...unparsed.keys()].map((at): Problem => {
      const path = JSON.parse(at) as Path;
      return { path, message: `${formatPath(path)} is not valid YAML`, severity: "error" };
    }),
    ...[...unadded].map(([at, typed]): Problem => {
      const path = JSON.parse(at) as Path;
      const message = `The new key ${typed} of ${path.at(-1)} is not added yet: add it, or clear it`;
      return { path: newKeyPath(path), message, severity: "error", unfinished: true };
    }),
  ];
}

/** The problems to show: a user who has just begun is not told what is missing. */
export function shownProblems(problems: readonly Problem[], { isSubmitted, base }: EditorState): Problem[] {
  return problems.filter(({ missing, unfinished }) => isSubmitted || (!unfinished && (base !== null || !missing)));
}

/** The version of somebody else that stands in the way; null if there is none. */
export function theirsOf({ conflict, step, base }: EditorState, current: Loaded | null): Loaded | null {
  if (conflict !== null || current === null || isLeaving({ step })) return conflict;
  return isCurrent(base, current) ? null : current;
}

/** Whether the resource only went on to another state, and is wanted the same. */
export function isCurrent(base: Loaded | null, current: Loaded): boolean {
  return base === null || sameDesired(base, current);
}
