import { defineCommand } from "../../framework/command.ts";
import { fields } from "../../output/table.ts";

export const command = defineCommand({
  examples: [
    { does: "Who, in which organization, at which API", run: "pragma auth whoami" },
    { does: "The organization's name alone", run: "pragma auth whoami -o json | jq -r .organization_name" },
  ],
  async run({ session }) {
    const me = await (await session.client()).me();
    const { apiUrl, context, sources } = await session.config();
    await session.emit({ ...me, api_url: apiUrl, context, token_from: sources.token }, () =>
      fields(
        [
          ["Email", me.email],
          ["Organization", me.organization_name],
          ["API", apiUrl],
          ["Context", context],
          ["Token from", sources.token],
        ],
        session.style,
      ),
    );
  },
});
