import type { JsonObject } from "@pragma/contract";

const VOLUME = "volume:";
const VOLUME_RESOURCE = "resource:chaos_volume_";

/** What people and resources call volumes: fewer than there are names, so that several want the same one. */
export const TITLES = ["t0", "t1", "t2", "t3", "t4", "t5"] as const;

export const ZONES = ["near", "far"] as const;

/**
 * What the object of a resource is called outside: a volume by its title, which another resource may want as well; everything else by its
 * resource.
 * @param config as its handler gets it; null if that is not known
 */
export function thingOf({ id, config }: { readonly id: string; readonly config: JsonObject | null }): string {
  return id.startsWith(VOLUME_RESOURCE) ? volumeNamed(String(config?.["title"])) : id;
}

export function volumeNamed(title: string): string {
  return `${VOLUME}${title}`;
}

/** Whether an object is a volume. @param thing what it is called outside */
export function isVolume(thing: string): boolean {
  return thing.startsWith(VOLUME);
}

export function titleOf(thing: string): string {
  return thing.slice(VOLUME.length);
}
