import { cn } from "~/lib/class-names.ts";
import { CopyButton } from "./copy-button.tsx";

/** Code to read and to copy. It scrolls by itself when it is wide or long. */
export function CodeBlock({ code, label, className }: { code: string; label: string; className?: string }) {
  return (
    <div className={cn("relative rounded-md border border-line bg-sunken", className)}>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={code} label={`Copy ${label}`} />
      </div>
      <section
        // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto p-3 pr-12 font-mono text-dense"
      >
        <pre>
          <code>{code}</code>
        </pre>
      </section>
    </div>
  );
}
