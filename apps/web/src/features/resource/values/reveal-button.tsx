import type { Json } from "@pragma/language";
import { Eye, EyeOff } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import { Button } from "~/components/ui/button.tsx";

export interface Revealing {
  /** The revealed value at an address such as `outputs.password`, shown instead of the mask. */
  valueAt: (address: string) => Json | undefined;
  /** Undefined for who may not see secrets. */
  ask: ((address: string) => void) | undefined;
  hide: (address: string) => void;
}

const Context = createContext<Revealing>({ valueAt: () => undefined, ask: undefined, hide: () => undefined });

/** Lets the values below it be revealed one by one. */
export function RevealingValues({ children, ...revealing }: Revealing & { children: ReactNode }) {
  return <Context value={revealing}>{children}</Context>;
}

/** A value as it is shown: masked, until it is revealed. */
export function useShownValue<Value extends Json | undefined>(address: string, masked: Value): Json | Value {
  const revealed = useContext(Context).valueAt(address);
  // A revealed value may be null.
  return revealed === undefined ? masked : revealed;
}

/** Shows or hides the masked value at an address; nothing for who may not see it. */
export function RevealButton({ address }: { address: string }) {
  const { valueAt, ask, hide } = useContext(Context);
  if (!ask) return null;
  const isShown = valueAt(address) !== undefined;
  const words = `${isShown ? "Hide" : "Reveal"} ${address}`;
  return (
    <Button
      size="smallIcon"
      variant="ghost"
      aria-label={words}
      title={words}
      onClick={() => (isShown ? hide(address) : ask(address))}
    >
      {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
    </Button>
  );
}
