/** What a release's changelog says: the words of its changesets, and what it stands on in one line. */
export default {
  getReleaseLine: async ({ summary }) => `- ${summary.trim().replace(/\n(?=.)/g, '\n  ')}`,

  getDependencyReleaseLine: async (_, updated) =>
    updated.length === 0
      ? ''
      : `- Stands on ${updated.map(({ name, newVersion }) => `${name} ${newVersion}`).join(', ')}.`,
}
