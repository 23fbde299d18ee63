import createSpinner from 'yocto-spinner'

export interface Progress {
  show(text: string): void
  stop(): void
}

/** Says on a terminal what is being done; elsewhere nothing. */
export function startProgress(): Progress {
  if (!process.stderr.isTTY) return { show() {}, stop() {} }
  const spinner = createSpinner({ handleSignals: false }).start()
  return {
    show(text) {
      spinner.text = text
    },
    stop: () => void spinner.stop(),
  }
}
