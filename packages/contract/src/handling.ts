/** How a resource and the real thing are kept together: contract section 10. This file imports nothing, so that documents can use it. */
export type Handling = {
  /** `observe`: the thing is only read, and never changed or deleted. */
  mode: HandlingMode;
  /** `keep`: a deletion forgets the resource, and leaves the thing. */
  on_delete: "delete" | "keep";
  /** Paths of the config, `*` for one level: where only these differ, nothing is sent, and it is no drift. */
  ignore: string[];
  /** What is done about drift: `report` shows it, `correct` repairs it, `off` does not look. */
  drift: "report" | "correct" | "off";
  /** No event of it is handed over, a deletion included. */
  paused: boolean;
};

type HandlingMode = "full" | "observe";

/** The same as clients give it: a member left out has its default. */
export type GivenHandling = Partial<Handling>;

/** How a resource is handled if it says nothing of it. */
export const DEFAULT_HANDLING: Handling = {
  mode: "full",
  on_delete: "delete",
  ignore: [],
  drift: "report",
  paused: false,
};

/** The words that a member may have, the default first. */
export const HANDLING_WORDS = {
  mode: ["full", "observe"],
  on_delete: ["delete", "keep"],
  drift: ["report", "correct", "off"],
} as const satisfies { [Member in keyof Handling]?: readonly Handling[Member][] };

export const HANDLING_MEMBERS = Object.keys(DEFAULT_HANDLING) as (keyof Handling)[];

/** The handling that clients mean, each path once; null if it is the default. */
export function handlingOf(given: GivenHandling | null): Handling | null {
  const { mode, on_delete, ignore, drift, paused } = DEFAULT_HANDLING;
  const meant: Handling = {
    mode: given?.mode ?? mode,
    on_delete: given?.on_delete ?? on_delete,
    ignore: [...new Set(given?.ignore ?? ignore)],
    drift: given?.drift ?? drift,
    paused: given?.paused ?? paused,
  };
  return Object.keys(handlingWritten(meant)).length === 0 ? null : meant;
}

/** The members that are not as by default: what a document has to say. */
export function handlingWritten(handling: Handling): GivenHandling {
  return Object.fromEntries(
    HANDLING_MEMBERS.filter((member) => String(handling[member]) !== String(DEFAULT_HANDLING[member])).map((member) => [
      member,
      handling[member],
    ]),
  );
}

/** A deletion forgets the resource, and leaves the real thing as it is. */
export function leavesThing(handling: Handling | null): boolean {
  return handling !== null && (handling.mode === "observe" || handling.on_delete === "keep");
}

/** The members that differ, as paths of the resource, such as `handling.paused`. */
export function handlingChanges(
  before: Handling | null,
  after: Handling | null,
): { path: string; before: Handling[keyof Handling]; after: Handling[keyof Handling] }[] {
  const [from, to] = [before ?? DEFAULT_HANDLING, after ?? DEFAULT_HANDLING];
  return HANDLING_MEMBERS.filter((member) => JSON.stringify(from[member]) !== JSON.stringify(to[member])).map(
    (member) => ({ path: `handling.${member}`, before: from[member], after: to[member] }),
  );
}
