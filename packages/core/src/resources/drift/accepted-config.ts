import type { Json, JsonObject } from "@pragma/contract";
import {
  formatPath,
  isEnvelope,
  isJsonObject,
  isPureReference,
  member,
  type Path,
  parseReferences,
  revealJson,
  type SecretBox,
  sealedEqual,
  setMember,
} from "@pragma/language";
import { validationError } from "../../foundation/common/errors.ts";
import { type FoundPlace, withFound, withMember } from "./with-found.ts";

/** What is declared of a resource, what of it succeeded last, with its references resolved, and where something else was found. */
export interface Accepting {
  declared: JsonObject;
  applied: JsonObject;
  places: readonly FoundPlace[];
  stringReferences: boolean;
}

/** A config that declares what was found, and the resolved config as it was found. Both may hold values that are yet to be sealed. */
export interface Accepted {
  config: JsonObject;
  found: JsonObject;
}

/**
 * Declares what was found. A reference stays where it gives what was found; what was found absent goes.
 * @throws DomainError validation_failed where it is a text that would be a reference if it were declared: whoever can change the thing
 *   could have the value of any other resource sent there
 */
export function acceptedConfig({ declared, applied, places, stringReferences }: Accepting, box: SecretBox): Accepted {
  const found = withFound(applied, places, box);
  const merge = new Merge(box, { stringReferences });
  const config = places.reduce<JsonObject>(
    (all, { path }) => merge.along(path, [], { declared: all, before: applied, after: found }) as JsonObject,
    declared,
  );
  return { config, found };
}

/** A place of a config: as it is declared, as it succeeded, and as it was found. */
interface Place {
  declared: Json | undefined;
  before: Json | undefined;
  after: Json | undefined;
}

class Merge {
  readonly #box: SecretBox;
  readonly #options: { stringReferences: boolean };

  constructor(box: SecretBox, options: { stringReferences: boolean }) {
    this.#box = box;
    this.#options = options;
  }

  /** Goes along a path as far as it is declared member by member, and takes what was found there. */
  along([step, ...rest]: Path, at: Path, place: Place): Json | undefined {
    const { declared, before, after } = place;
    if (step === undefined || !this.#hasMembers(declared)) return this.#take(at, place);
    const key = String(step);
    return withMember(declared, key, (own) =>
      this.along(rest, [...at, key], { declared: own, before: memberOf(before, key), after: memberOf(after, key) }),
    );
  }

  #take(at: Path, { declared, before, after }: Place): Json | undefined {
    if (declared !== undefined && sealedEqual(before, after, this.#box)) return declared;
    if (this.#hasMembers(declared) && hasPlainMembers(before) && hasPlainMembers(after)) {
      return this.#takeMembers(at, declared, before, after);
    }
    if (Array.isArray(declared) && Array.isArray(before) && Array.isArray(after) && declared.length === before.length) {
      return after.map((item, index) => this.#takeItem([...at, index], { declared, before }, item, index));
    }
    if (after !== undefined) this.#refuseReferences(at, after);
    return after;
  }

  #takeMembers(at: Path, declared: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
    const members: JsonObject = {};
    for (const key of [
      ...Object.keys(declared),
      ...Object.keys(after).filter((name) => !Object.hasOwn(declared, name)),
    ]) {
      const place = { declared: member(declared, key), before: member(before, key), after: member(after, key) };
      const taken = this.#take([...at, key], place);
      if (taken !== undefined) setMember(members, key, taken);
    }
    return members;
  }

  /** Items may have moved: one that succeeded anywhere in the list is declared as it was there. */
  #takeItem(at: Path, { declared, before }: { declared: Json[]; before: Json[] }, after: Json, index: number): Json {
    const same = sealedEqual(before[index], after, this.#box)
      ? index
      : before.findIndex((item) => sealedEqual(item, after, this.#box));
    if (same !== -1) return declared[same] as Json;
    return this.#take(at, { declared: declared[index], before: before[index], after }) as Json;
  }

  #hasMembers(declared: Json | undefined): declared is JsonObject {
    return hasPlainMembers(declared) && !isPureReference(declared, this.#options);
  }

  #refuseReferences(at: Path, found: Json): void {
    const { references, issues } = parseReferences(revealJson(found, this.#box), this.#options);
    if (references.length === 0 && issues.length === 0) return;
    const path = formatPath(["config", ...at]);
    const msg = `${path} was found to be what would be a reference: it cannot be declared as it is`;
    throw validationError([{ loc: ["body", "config", ...at], msg, type: "reference" }]);
  }
}

function hasPlainMembers(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && !isEnvelope(value);
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  return hasPlainMembers(value) ? member(value, key) : undefined;
}
