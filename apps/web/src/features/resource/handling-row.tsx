import { DEFAULT_HANDLING, type Handling } from "@pragma/contract";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { handlingWords } from "~/features/resource-elements/handling-words.ts";

/** Whether a resource is paused, and what else is unusual about how it is handled: that is changed in the editor. */
export function HandlingRow({
  handling,
  disabled,
  onChange,
}: {
  handling: Handling | null;
  disabled: boolean;
  onChange: (handling: Handling) => void;
}) {
  const words = handlingWords(handling);
  return (
    <div className="flex flex-col gap-1.5">
      <LabelledCheckbox
        label="Paused: nothing is handed to its provider"
        checked={handling?.paused ?? false}
        disabled={disabled}
        onChange={(event) => onChange({ ...(handling ?? DEFAULT_HANDLING), paused: event.target.checked })}
      />
      {words.length > 0 ? (
        <ul aria-label="Handling" className="flex flex-col gap-1 text-dense text-ink-soft">
          {words.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
