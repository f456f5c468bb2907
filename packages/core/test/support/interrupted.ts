import type { Core } from "../../src/index.ts";

/** The same core, doing something first whenever types are looked up: between reading a resource and writing it. */
export function interrupted(core: Core, interruption: () => Promise<void>): Core {
  const types = {
    find: async (...names: [string, string, string]) => {
      await interruption();
      return core.types.find(...names);
    },
    all: async (organizationId: string) => {
      await interruption();
      return core.types.all(organizationId);
    },
  };
  return { ...core, types: types as unknown as Core["types"] };
}

/** `interrupted`, the first time only. */
export function interruptedOnce(core: Core, interruption: () => Promise<void>): Core {
  let isDone = false;
  return interrupted(core, async () => {
    if (isDone) return;
    isDone = true;
    await interruption();
  });
}
