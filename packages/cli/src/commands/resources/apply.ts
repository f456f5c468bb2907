import { defineCommand } from "../../framework/command.ts";
export const command = defineCommand({
  summary: "Apply",
  examples: [{ does: "x", run: "pragma resources apply -f x" }],
  async run({ session }) {
    session.print("");
  },
});
