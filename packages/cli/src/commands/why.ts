import { defineCommand } from "../framework/command.ts";
import { explanationText } from "../resource/explanation/explanation-text.ts";
import { RESOURCE_ARGUMENT } from "../resource/friendly-id.ts";

export const command = defineCommand({
  description: `Follows what it waits for, or what its deletion waits for, down to the root cause, and says what to do. Ends with 0 whatever
the answer is: \`pragma resources wait\` ends with 1 if a resource fails.`,
  args: { id: RESOURCE_ARGUMENT },
  examples: [
    { does: "In words", run: "pragma why postgres/database/main" },
    { does: "The error at the root", run: "pragma why postgres/database/main -o json | jq -r '.way[-1].error'" },
  ],
  async run({ args, session }) {
    const client = await session.client();
    const explanation = await client.resources.explain(args.id, { signal: session.io.signal });
    await session.emit(explanation, () => explanationText(explanation, session.style));
  },
});
