// The form of the records: Sveltia CMS, told what our models say, reading and writing records our way.
import { ecrire, lire } from './fiche.js';

// One language, whatever the browser's: before Sveltia is loaded, since it asks at once.
Object.defineProperty(navigator, 'languages', { get: () => ['fr'] });

const [{ default: CMS }, reglages] = await Promise.all([
  import('@sveltia/cms'),
  fetch('reglages.json').then((reponse) => reponse.json()),
]);

for (const [collection, forme] of Object.entries(reglages.formes)) {
  CMS.registerCustomFormat(`fiche-${collection}`, 'yml', {
    fromFile: (texte) => lire(texte, forme),
    toFile: (fiche) => ecrire(fiche, forme),
  });
}

// Long lists stand once in the settings, and are named where they are used.
const avecListes = (valeur) => {
  if (Array.isArray(valeur)) return valeur.map(avecListes);
  if (!valeur || typeof valeur !== 'object') return valeur;
  return Object.fromEntries(
    Object.entries(valeur).map(([cle, item]) => [
      cle,
      cle === 'options' && typeof item === 'string' ? reglages.listes[item] : avecListes(item),
    ]),
  );
};

if (reglages.local) await (await import('./local.js')).ouvrir();
CMS.init({ config: { load_config_file: false, ...avecListes(reglages.config) } });
