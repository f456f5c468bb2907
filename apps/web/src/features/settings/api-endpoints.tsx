import { ExternalLink } from "lucide-react";
import { Section } from "~/components/ui/card.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";

const ENDPOINTS = [
  { path: "", label: "API", words: "Where clients connect (PRAGMA_API_URL)", opens: false },
  { path: "/docs", label: "Reference", words: "All endpoints, to read and to try", opens: true },
  { path: "/openapi.json", label: "OpenAPI", words: "The same for programs, as OpenAPI 3.1", opens: true },
  { path: "/events/stream", label: "Event stream", words: "State changes as server-sent events", opens: false },
  { path: "/.well-known/jwks.json", label: "Keys", words: "Keys that session tokens are signed with", opens: true },
] as const;

/** @param apiUrl the API's public URL */
export function ApiEndpoints({ apiUrl }: { apiUrl: string }) {
  return (
    <Section title="API endpoints">
      <dl className="divide-y divide-line">
        {ENDPOINTS.map(({ path, label, words, opens }) => (
          <div key={label} className="grid gap-x-4 px-4 py-2.5 sm:grid-cols-[14rem_minmax(0,1fr)] sm:items-center">
            <dt>
              <span className="font-medium text-ink">{label}</span>
              <span className="block text-dense text-ink-faint">{words}</span>
            </dt>
            <dd className="flex min-w-0 items-center gap-1">
              {opens ? (
                <a
                  href={`${apiUrl}${path}`}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex min-w-0 items-center gap-1.5 font-mono text-dense text-accent-text underline underline-offset-4"
                >
                  <span className="break-all">{`${apiUrl}${path}`}</span>
                  <ExternalLink className="size-3.5 shrink-0" aria-label="opens in a new tab" />
                </a>
              ) : (
                <code className="min-w-0 break-all font-mono text-dense text-ink">{`${apiUrl}${path}`}</code>
              )}
              <CopyButton text={`${apiUrl}${path}`} label={`Copy the address of ${label}`} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
