import * as testing from "@pragma/testing/organization";
import type { Stack } from "./stack.ts";

/** An organization of the run, and the token of its owner. */
export interface Organization {
  readonly id: string;
  /** How its objects are told from those of others. */
  readonly space: string;
  readonly token: string;
}

/** Another organization with an owner and a token. */
export async function addOrganization({ pool }: Stack, space: string): Promise<Organization> {
  const { organizationId, token } = await testing.addOrganization(pool, space);
  return { id: organizationId, space, token };
}
