import { defineGroup } from "../../framework/command.ts";

export const completion = defineGroup("Completion for your shell, names of what is there included", {
  bash: async () => (await import("./shell.ts")).bash,
  zsh: async () => (await import("./shell.ts")).zsh,
  fish: async () => (await import("./shell.ts")).fish,
});
