import type { Random } from "./random.ts";

/**
 * The kinds of resources in a run: four of the pushed test provider, three built-in ones, and a file of the shipped
 * provider `fs`.
 */
export const KINDS = {
  /** Observes before it creates. */
  object: "chaos/object",
  /** Cannot observe. */
  plain: "chaos/plain",
  /** Applies sub-resources. */
  assembly: "chaos/assembly",
  /** Is called by its title, and may be there before. */
  volume: "chaos/volume",
  config: "pragma/config",
  secret: "pragma/secret",
  file: "pragma/file",
  disk: "fs/file",
} as const;

export type Kind = keyof typeof KINDS;

const WEIGHTS: Record<Kind, number> = {
  object: 8,
  plain: 4,
  assembly: 3,
  volume: 6,
  config: 3,
  secret: 1,
  file: 2,
  disk: 2,
};

/** Each universe has volumes that others depend on. */
const VOLUME_RANKS = [2, 7];

/** A name that clients compete for. */
export interface Slot {
  readonly key: string;
  readonly kind: Kind;
  /** References lead from higher ranks to lower ones, so that most configs have no cycle. */
  readonly rank: number;
  /** The only client that writes it, which must therefore read what it wrote; undefined if all clients write it. */
  readonly writer?: string;
}

/** The names of one organization. */
export interface Universe {
  /** Distinguishes the organization's objects outside from those of others. */
  readonly space: string;
  /** By rank. */
  readonly slots: readonly Slot[];
  /** Sub-resources that handlers may have applied; clients refer to them and interfere, but never apply them. */
  readonly parts: readonly Slot[];
  /** Folder in which the provider `fs` keeps files. */
  readonly root: string;
}

/**
 * Creates names with their kinds. All organizations use the same names, which shows whether they are kept apart.
 * @param clients that work on it; each gets one name of its own
 */
export function makeUniverse(
  random: Random,
  { space, root, size, clients }: { space: string; root: string; size: number; clients: readonly string[] },
): Universe {
  const slots = Array.from({ length: size }, (_, rank): Slot => {
    // Any kind of resource may be a target, and the first ranks are targets most often.
    const kind = VOLUME_RANKS.includes(rank) ? "volume" : random.weighted(WEIGHTS);
    return slotOf(kind, `r${rank}`, rank);
  });
  const own = clients.map(
    (writer, index): Slot => ({ ...slotOf(index % 2 === 0 ? "object" : "config", `own-${writer}`, size), writer }),
  );
  const parts = slots.filter(({ kind }) => kind === "assembly").flatMap(({ key, rank }) => partsOf(key, rank));
  return { space, root, slots: [...slots, ...own], parts };
}

/** Names of the parts that an assembly may have. */
export const PARTS = ["a", "b", "c"];

function partsOf(assembly: string, rank: number): Slot[] {
  const name = assembly.slice(`${KINDS.assembly}/`.length);
  return PARTS.map((part) => slotOf("object", `${name}.${part}`, rank));
}

function slotOf(kind: Kind, name: string, rank: number): Slot {
  return { key: `${KINDS[kind]}/${name}`, kind, rank };
}

/** Changes leave alone what only one client writes: undone by another, it would not be what its writer wrote last. */
export function sharedSlots({ slots }: Universe): Slot[] {
  return slots.filter(({ writer }) => writer === undefined);
}

/** The kind of a resource by its friendly id; undefined if the run has no such names. */
export function kindOf(key: string): Kind | undefined {
  return (Object.keys(KINDS) as Kind[]).find((kind) => key.startsWith(`${KINDS[kind]}/`));
}

/** Whether the test provider serves it, under either of its names, so that the outside world knows it. */
export function isOutside(key: string): boolean {
  return key.startsWith("chaos/") || key.startsWith("brief/");
}
