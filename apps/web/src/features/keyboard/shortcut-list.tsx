"use client";

import { Dialog } from "~/components/ui/dialog.tsx";

/** Effects of the keys, by where they work. Descriptions in the imperative, since they say what one can do. */
const SHORTCUTS: readonly { where: string; keys: readonly [key: string, action: string][] }[] = [
  {
    where: "Anywhere",
    keys: [
      ["Ctrl K", "Search, or jump to a page"],
      ["?", "Show these keys"],
    ],
  },
  {
    where: "In lists",
    keys: [
      ["j", "Next row"],
      ["k", "Previous row"],
      ["Enter", "Open the row"],
    ],
  },
  {
    where: "In the lists of resources and failures",
    keys: [
      ["x", "Select the row"],
      ["r", "Retry the failure"],
      ["/", "Go to the search"],
    ],
  },
  {
    where: "In the graph",
    keys: [
      ["/", "Search for a node"],
      ["← →", "Go along the edges"],
      ["↑ ↓", "Go to the node above or below"],
      ["c", "Show the root cause of the node"],
      ["b", "Show the blast radius of the node"],
    ],
  },
];

/** All keys, in a dialog that is open. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard">
      {SHORTCUTS.map(({ where, keys }) => (
        <section key={where} className="mt-4 first:mt-0">
          <h3 className="text-xs font-medium text-ink-faint">{where}</h3>
          <dl className="mt-1.5 flex flex-col gap-1.5">
            {keys.map(([key, action]) => (
              <div key={key} className="flex items-center justify-between gap-4">
                <dt className="order-2">
                  <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-ink">
                    {key}
                  </kbd>
                </dt>
                <dd className="text-ink-soft">{action}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
