import type { HandlerFact } from "./facts.ts";

/** The resource that a handler ran for. Names of the test provider's types contain no `_`, so its ids can be parsed. */
export function keyOfHandler({ space, id }: Pick<HandlerFact, "space" | "id">): { space: string; key: string } {
  const [provider = "", type = "", ...name] = id.slice("resource:".length).split("_");
  return { space, key: `${provider}/${type}/${name.join("_")}` };
}
