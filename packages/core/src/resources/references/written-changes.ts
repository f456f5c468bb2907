import { type Change, sealedDiff } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { connectionChanges, dependencyChanges, readRefs } from "./refs.ts";

/** The written state: JSON of the config, with its secrets sealed, and of the dependencies, and the key of the connection. */
export interface Written {
  config: string;
  dependencies: string;
  /** Absent from what an earlier release kept: none. */
  connection?: string | null;
}

/** How two of them differ. Masked. */
export function writtenChanges(core: Core, organizationId: string, before: Written, after: Written): Change[] {
  const box = core.services.keyring.box(organizationId);
  return [
    ...sealedDiff(JSON.parse(before.config), JSON.parse(after.config), box, { prefix: ["config"] }),
    ...connectionChanges(before.connection ?? null, after.connection ?? null),
    ...dependencyChanges(readRefs(before.dependencies), readRefs(after.dependencies)),
  ];
}
