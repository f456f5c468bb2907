import { requireOrganization } from "~/auth/organization.ts";
import { exampleCommand } from "~/lib/example-command.ts";
import { publicAddresses } from "~/server/public-addresses.ts";

/** The command that applies the example to the current organization. */
export async function exampleOf(): Promise<string> {
  const { organization } = await requireOrganization();
  return exampleCommand(organization.id, publicAddresses().apiUrl);
}
