import { isFinding } from "@pragma/contract/drift";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { driftText } from "../../resource/drift-text.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

export const command = defineCommand({
  description: `Ends with 1 if the real thing differs from what is declared or is gone, with 4 if its type cannot be read, and with 5 while its
provider has it in hand or it is paused. Takes up to 30 s; counts as five requests.`,
  args: { id: RESOURCE_ARGUMENT },
  examples: [{ does: "Is it as it is declared?", run: "pragma drift check postgres/database/main" }],
  async run({ args, session }) {
    const client = await session.client();
    const drift = await client.resources.checkDrift(args.id, { signal: session.io.signal });
    await session.emit(drift, () => driftText(drift, session.style));
    return isFinding(drift.status) ? EXIT.failed : EXIT.ok;
  },
});
