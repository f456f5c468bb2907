import { Waypoints } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { MAX_DRAWN } from "./graph-part.ts";

/** Shown in place of an unreadable picture: asks for a part. */
export function GraphTooLarge({
  size,
  providers,
  onChoose,
}: {
  size: number;
  /** With how many resources each has. */
  providers: readonly { provider: string; total: number }[];
  onChoose: (provider: string) => void;
}) {
  const small = providers.filter(({ total }) => total <= MAX_DRAWN);
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon={Waypoints}
        title={`${size.toLocaleString("en")} resources are too many for one graph`}
        action={
          small.length > 0 ? (
            <div className="flex flex-wrap justify-center gap-2">
              {small.map(({ provider, total }) => (
                <Button key={provider} onClick={() => onChoose(provider)}>
                  {provider} ({total.toLocaleString("en")})
                </Button>
              ))}
            </div>
          ) : null
        }
      >
        Choose a resource above and a small depth to see what is around it
        {small.length > 0 ? ", or choose a provider." : "."}
      </EmptyState>
    </div>
  );
}
