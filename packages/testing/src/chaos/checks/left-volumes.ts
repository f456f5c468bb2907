import type { Facts, HandlerFact, ObjectFact } from "../facts.ts";
import { keyOfHandler } from "../key-of-handler.ts";
import { livesOf } from "../lives.ts";
import { excusedResources } from "../overlaps.ts";
import { isVolume } from "../things.ts";

interface LeftVolume {
  readonly space: string;
  /** The resource that has made it. */
  readonly key: string;
  readonly serial: string;
}

/** Volumes that were made for a resource, and that no resource knows of any more, though none was to leave them. */
export function leftVolumes(existing: readonly ObjectFact[], facts: Facts): LeftVolume[] {
  const excused = excusedResources(facts);
  const lives = Map.groupBy(livesOf(facts), ({ space, key }) => `${space} ${key}`);
  return existing.flatMap((object): LeftVolume[] => {
    const { id, space, serial, madeBy, writtenBy } = object;
    if (!isVolume(id) || madeBy === "hands" || writtenBy === "hands") return [];
    const maker = facts.handlers[madeBy];
    if (!maker || excused.has(`${space} ${maker.id}`)) return [];
    const { key } = keyOfHandler(maker);
    if ((lives.get(`${space} ${key}`) ?? []).some(({ orphaned }) => orphaned)) return [];
    if (isKnown(object, maker, facts) || wasLeft(object, maker, facts)) return [];
    return [{ space, key, serial }];
  });
}

/** What is not ready may have made more than it could tell. */
function isKnown({ space, serial }: ObjectFact, maker: HandlerFact, { resources }: Facts): boolean {
  return resources.some((resource) => {
    if (resource.space !== space) return false;
    return resource.outputs["serial"] === serial || (resource.id === maker.id && resource.state !== "ready");
  });
}

/** An attempt that did not tell what it has made leaves it behind once another title is declared, as the plan warns. */
function wasLeft({ serial }: ObjectFact, maker: HandlerFact, { handlers }: Facts): boolean {
  if ((maker.outputs as { serial?: unknown } | null)?.serial === serial) return false;
  const { space, id, config, number } = maker;
  return handlers.some(
    (other) =>
      other.space === space && other.id === id && other.number > number && other.config["title"] !== config["title"],
  );
}
