import { defineGroup, lazy } from "../../framework/command.ts";

export const completion = defineGroup("Completion for your shell, including names of resources and providers", {
  bash: lazy("Print the script for bash", async () => ({ command: (await import("./shell.ts")).bash })),
  zsh: lazy("Print the script for zsh", async () => ({ command: (await import("./shell.ts")).zsh })),
  fish: lazy("Print the script for fish", async () => ({ command: (await import("./shell.ts")).fish })),
});
