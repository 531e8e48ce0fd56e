// Builds the form into the package, from the locked versions:
//     cd scripts/formulaire && npm ci --ignore-scripts && npm run produire
//     /tmp/polices/bin/python scripts/formulaire/icones.py     (the environment of scripts/polices)
// Same versions, same bytes. What Sveltia would load for other languages, for colouring code, for maps and for
// turning pictures is left out: no field of a record asks for it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const SORTIE = resolve(import.meta.dirname, '../observatoire/editing/formulaire_web');
const SVELTIA = resolve(import.meta.dirname, 'node_modules/@sveltia/cms');
const VIDE = '\0vide';
/** Modules of Sveltia that load only for kinds of field that no record has. */
const INUTILES = /heic|webp_enc|shiki-engine|leaflet|terra-draw|svgo|exifr|react-dom/;
/** What is built in carries its licence with it: the form, its YAML, its fonts. */
const LICENCES = ['LICENSE.txt', '../../yaml/LICENSE', ...['material-symbols-outlined', 'source-sans-3', 'noto-mono'].map((nom) => `npm/assets/${nom}.LICENSE.txt`)];
/** Words that would mislead here: Sveltia's test backend stands for this machine's files, and a refusal says what to mend. */
const MOTS = {
  work_with_test_repo: 'Ouvrir les fiches de cet ordinateur',
  working_with_test_repo: 'Fiches de cet ordinateur',
  'saving_entry.error.title': 'La fiche n’est pas enregistrée',
  'saving_entry.error.description': 'Corrigez ce que dit le message, puis enregistrez de nouveau.',
};
/** Words that the French of this version lacks, on the paths of a record. */
const MANQUENT = {
  show_errors: 'Montrer les erreurs',
  select_item: 'Choisir {$name}',
  list_item_options: 'Options de l’élément',
  sign_in_using_access_token_workflow_note: 'Il doit aussi permettre de lire et d’écrire les demandes de fusion.',
  remove_file: 'Retirer le fichier',
  remove_image: 'Retirer l’image',
  'entry_sidebar.slug.title': 'Nom du fichier',
  'entry_sidebar.slug.generated_on_save': 'Le nom du fichier est fait à l’enregistrement, d’après la fiche.',
  'entry_sidebar.slug.unavailable': 'Cette fiche n’a pas encore de nom de fichier.',
  'save_conflict.title': 'Quelqu’un d’autre a changé cette fiche',
  'save_conflict.modified_by': '{$name} a changé cette fiche le {$date}, après que vous l’avez ouverte.',
  'save_conflict.modified': 'Cette fiche a changé dans le dépôt après que vous l’avez ouverte.',
  'save_conflict.deleted': 'Cette fiche a été retirée du dépôt après que vous l’avez ouverte.',
  'save_conflict.overwrite_warning': 'Si vous enregistrez maintenant, ces changements seront perdus.',
  'save_conflict.recreate_warning': 'Si vous enregistrez maintenant, la fiche sera créée de nouveau.',
  'save_conflict.save_anyway': 'Enregistrer quand même',
  'save_conflict.branch_moved': 'Le dépôt a changé pendant l’enregistrement. Essayez de nouveau.',
  'remote_change.reload_entry': 'Relire la fiche',
  'remote_change.confirm_reloading_entry': 'Relire la fiche ? Ce que vous n’avez pas enregistré sera perdu.',
  'relation_field.save_together_hint': 'La nouvelle fiche ({$name}) sera enregistrée avec celle-ci.',
  'relation_field.add_failed': 'La fiche ({$name}) n’a pas pu être ajoutée.',
};

/** What is built of each: names that say what they are. */
const NOMS = { npm: 'sveltia', _vide: 'vide' };

/** Digests of what the form is built from: a test tells when they are no longer those of the files. */
async function empreintes() {
  const lignes = SOURCES.map(async (nom) => `${createHash('sha256').update(await readFile(resolve(import.meta.dirname, nom))).digest('hex')}  ${nom}`);
  return `${(await Promise.all(lignes)).join('\n')}\n`;
}
const SOURCES = ['fiche.js', 'local.js', 'main.js', 'package-lock.json', 'public/favicon.svg', 'public/formulaire.css', 'vite.config.js'];

const allege = {
  name: 'allege',
  enforce: 'pre',
  resolveId(source, depuis) {
    if (source.startsWith('@shikijs/')) return VIDE;
    if (/\/locales\/(?!fr\.json$)[\w-]+\.json$/.test(source)) return VIDE;
    if (depuis?.startsWith(SVELTIA) && INUTILES.test(source)) return VIDE;
    return null;
  },
  load(id) {
    return id === VIDE ? 'export default {};' : null;
  },
  transform(code, id) {
    if (id.endsWith('/locales/fr.json')) return { code: JSON.stringify(enFrancais(JSON.parse(code))), map: null };
    if (id.endsWith('/npm/index.js')) return { code: sansTiers(code), map: null };
    return null;
  },
  async generateBundle(_, lot) {
    for (const nom of Object.keys(lot)) if (/\.wasm$|heic|marker-icon/.test(nom)) delete lot[nom];
    const textes = await Promise.all(LICENCES.map((nom) => readFile(resolve(SVELTIA, nom), 'utf8')));
    this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source: textes.join('\n\n') });
    this.emitFile({ type: 'asset', fileName: 'SOURCES.txt', source: await empreintes() });
  },
};

/** Sveltia's French with our words: an address leads into its groups, a word that it has since learnt is kept. */
function enFrancais(mots) {
  for (const [adresse, texte] of Object.entries({ ...MANQUENT, ...MOTS })) {
    const etapes = adresse.split('.');
    const groupe = etapes.slice(0, -1).reduce((dedans, etape) => (dedans[etape] ??= {}), mots);
    if (adresse in MOTS || !(etapes.at(-1) in groupe)) groupe[etapes.at(-1)] = texte;
  }
  return mots;
}

/** Sveltia without what it asks of others: the fonts are built in, and the health of GitHub is GitHub's matter. */
function sansTiers(code) {
  const seul = code
    .replaceAll(/@font-face \{[^}]*url\(https:\/\/cdn\.jsdelivr\.net[^}]*\}/g, '')
    .replaceAll('https://www.githubstatus.com/api/v2/status.json', 'data:application/json,{"status":{"indicator":"none"}}');
  if (/cdn\.jsdelivr\.net\/fontsource|githubstatus\.com\/api/.test(seul)) throw new Error('Sveltia asks of others in a new way');
  return seul;
}

export default defineConfig({
  base: './',
  plugins: [allege],
  build: {
    outDir: SORTIE,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2300,
    rollupOptions: {
      input: { formulaire: resolve(import.meta.dirname, 'main.js'), fiche: resolve(import.meta.dirname, 'fiche.js') },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: ({ name }) => `${NOMS[name] ?? name}.js`, assetFileNames: '[name][extname]' },
    },
  },
});
