import type { Pragma } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";

/**
 * The version in service when the last deployment was requested. The newest build before it will not do: it may never
 * have been deployed, or may have been refused.
 *
 * @throws CliError if there is none, or the token may not read who deployed what
 */
export async function findServedBefore({ audit }: Pragma, provider: string): Promise<string> {
  const deployments = audit.list({ action: "provider.deploy", target: provider });
  try {
    for await (const { outcome, details } of deployments) {
      const { version, from } = details ?? {};
      // Redeploying the same version, or a refused one, changed nothing.
      if (outcome === "success" && from !== version) {
        if (typeof from === "string") return from;
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "missing_scope")) throw error;
    throw new CliError(
      `This token may not read the audit log, which tells which version of ${provider} served before`,
      {
        exitCode: EXIT.auth,
        hint: `Name it: \`pragma providers builds ${provider}\` lists what there is. Or use a token with audit:read.`,
      },
    );
  }
  throw new CliError(`No other version of ${provider} has served before`, {
    exitCode: EXIT.notFound,
    hint: `\`pragma providers builds ${provider}\` lists what there is; name one.`,
  });
}
