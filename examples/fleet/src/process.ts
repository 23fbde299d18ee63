// Ctrl-C reaches every process of the terminal; this one ends when main.ts says so.
process.on('SIGINT', () => {})
await import('./service.ts')
