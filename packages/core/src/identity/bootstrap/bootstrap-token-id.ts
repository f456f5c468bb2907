import { v5 as uuidv5 } from "uuid";

/** The id of the token that the environment gives an organization: the same at every start. */
export function bootstrapTokenId(organizationId: string): string {
  return uuidv5("bootstrap-token", organizationId);
}
