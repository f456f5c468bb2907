import { SCRIPTS } from "../../completion/scripts.ts";
import { defineCommand } from "../../framework/command.ts";

const PLACES = {
  bash: "source <(pragma completion bash)",
  zsh: "source <(pragma completion zsh)",
  fish: "pragma completion fish > ~/.config/fish/completions/pragma.fish",
};

/** One command per shell; they differ only in their script. */
function shell(name: keyof typeof SCRIPTS) {
  return defineCommand({
    examples: [{ does: "For this and, in its start-up file, every shell", run: PLACES[name] }],
    async run({ session }) {
      session.io.stdout.write(SCRIPTS[name]);
    },
  });
}

export const bash = shell("bash");
export const zsh = shell("zsh");
export const fish = shell("fish");
