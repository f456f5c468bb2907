import { findShippedProviders, type ShippedProvider } from "@pragma/db/queries";
import type { Core } from "../foundation/unit-of-work/core.ts";

/** The provider of that name that ships with the product. */
export async function findShippedProvider(core: Core, provider: string): Promise<ShippedProvider | undefined> {
  const [shipped] = await findShippedProviders(core.db, provider);
  return shipped;
}

export async function hasShippedProvider(core: Core, provider: string): Promise<boolean> {
  return (await findShippedProvider(core, provider)) !== undefined;
}
