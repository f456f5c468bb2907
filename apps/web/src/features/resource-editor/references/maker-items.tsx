import { Command } from "cmdk";
import { COMMAND_HEADING, COMMAND_ITEM } from "./command-classes.ts";
import { type Maker, makerValue } from "./reference-items.ts";

/** New resources that a field could refer to, as the last group of its references. */
export function MakerItems({ makers, onCreate }: { makers: readonly Maker[]; onCreate: (maker: Maker) => void }) {
  if (makers.length === 0) return null;
  return (
    <Command.Group heading="Create a new resource" className={COMMAND_HEADING}>
      {makers.map((maker) => (
        <Command.Item
          key={makerValue(maker)}
          value={makerValue(maker)}
          onSelect={() => onCreate(maker)}
          className={COMMAND_ITEM}
        >
          <span className="min-w-0">
            New{" "}
            <span className="font-mono text-dense">
              {maker.provider}/{maker.resource}
              {maker.name === null ? "" : `/${maker.name}`}
            </span>
            {maker.description ? <span className="block text-xs text-ink-faint">{maker.description}</span> : null}
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
