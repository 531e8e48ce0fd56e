"""The codes of the checker: what each means, how to mend, and an example before and after."""

from __future__ import annotations

from dataclasses import dataclass

_CAFE = "experiences/cafe-des-parents.yml"
_JOURNEE = "groupes/rencontres/2013-06-14-groupe-est.yml"
_PRODUCTION = "groupes/productions/inviter-de-voisin-a-voisin.yml"
_LIVRET = "groupes/livrets/forum-exemple.yml"


@dataclass(frozen=True)
class Code:
    """A code, and its page of the contributors' guide.

    The examples are made up, and run: put in the small observatory of the tests, ``avant`` raises the code and ``apres``
    does not. They are lines of a record, whose other lines are left as they are.
    """

    nom: str
    sens: str
    """What was seen."""
    remede: str
    """What to do, and the mistake it most often comes from."""
    avant: str = ""
    """``""`` when nothing that is written in a record can raise the code."""
    apres: str = ""
    fichier: str = _CAFE
    """Where the lines stand, from the root of the observatory."""
    fichier_apres: str = ""
    """Its name once mended, when it is the name that was wrong."""


CODES: dict[str, Code] = {
    "N01": Code(
        "Nom de fichier",
        "Un nom de fichier s’écrit en minuscules, sans accent ni espace, avec des tirets, et finit par « .yml ». Le message donne le nom à utiliser.",
        "Renommez le fichier, sans toucher à ce qu’il contient. Ce nom devient l’adresse de la page : il ne changera plus. Une rencontre commence par sa date.",
        "titre: Café des parents",
        "titre: Café des parents",
        "experiences/Café des Parents.yml",
        _CAFE,
    ),
    "N02": Code(
        "Lien symbolique",
        "Le dossier ne contient que de vrais fichiers. Un lien symbolique (un raccourci) pourrait publier autre chose que la fiche.",
        "Supprimez le raccourci, et déposez le fichier lui-même à sa place.",
        "→ ../brouillons/cafe.yml",
        "titre: Café des parents",
    ),
    "N03": Code(
        "Adresse déjà prise",
        "Deux fiches auraient la même adresse sur le site.",
        "Renommez la plus récente, ou retirez de « anciens_identifiants » le nom qu’une autre fiche porte aujourd’hui. Une structure et une personne partagent le même dossier du site : leurs noms de fichier ne peuvent pas être les mêmes.",
        "anciens_identifiants:\n  - marche-du-canal",
        "anciens_identifiants:\n  - cafe-du-vendredi",
    ),
    "Y01": Code(
        "Caractère illisible",
        "Le fichier n’est pas en UTF-8, ou cache une tabulation ou un caractère invisible.",
        "Collez la ligne que donne le message. Une tabulation se remplace par deux espaces ; un caractère invisible, venu d’un copier-coller, s’efface. Si tous les accents sont illisibles, enregistrez le fichier en « UTF-8 ».",
        "modalites_animation:\n\t- cafe_citoyen",
        "modalites_animation:\n  - cafe_citoyen",
    ),
    "Y02": Code(
        "Ligne qui ne se lit pas",
        "Le plus souvent, un texte qui contient « : » sans être entre guillemets.",
        "Mettez le texte entre guillemets droits. S’il n’y a pas de deux-points dans le texte, regardez trois choses : l’espace après le nom du champ et ses deux-points, le décalage en début de ligne, un guillemet ouvert et jamais fermé.",
        "titre: Café des parents : pour quoi faire",
        'titre: "Café des parents : pour quoi faire"',
    ),
    "Y03": Code(
        "Élément de liste coupé en deux",
        "Un élément de liste contient « : » et se lit comme un champ.",
        "Mettez l’élément entier entre guillemets droits, ou remplacez les deux-points par une virgule.",
        "mots_cles:\n  - École : le seuil",
        'mots_cles:\n  - "École : le seuil"',
    ),
    "Y04": Code(
        "Espace insécable cachée",
        "Une espace insécable s’est glissée après un tiret ou des deux-points, ou dans le nom d’un champ.",
        "Effacez l’espace et tapez-en une ordinaire. Elle vient d’un traitement de texte. À l’intérieur d’une phrase elle est bienvenue ; dans ce qui structure la fiche, non.",
        "modalites_animation:\n  -\u00a0cafe_citoyen",
        "modalites_animation:\n  - cafe_citoyen",
    ),
    "Y05": Code(
        "Champ écrit deux fois",
        "Le même nom de champ revient dans le même groupe.",
        "Gardez une seule des deux lignes. Rien n’est lu de la seconde : recopiez d’abord ce qu’elle apporte.",
        "titre: Café des parents\ntitre: Le café du vendredi",
        "titre: Café des parents",
    ),
    "Y06": Code(
        "Texte perdu",
        "Ce qui suit « # » est pris pour un commentaire.",
        "Mettez le texte entre guillemets droits. Si c’est bien un commentaire, mettez-le sur une ligne à part.",
        "titre: Café des parents #2",
        'titre: "Café des parents #2"',
    ),
    "Y07": Code(
        "Écriture refusée",
        "Ancre, renvoi, étiquette, second document, trop de niveaux ou fichier trop lourd.",
        "Mettez entre guillemets un texte qui commence par *, & ou !. Écrivez une seule fiche par fichier, sans ligne « --- ».",
        "titre: *cafe",
        'titre: "*cafe"',
    ),
    "T10": Code(
        "Texte attendu",
        "Un texte est attendu, et on lit autre chose.",
        "Mettez entre guillemets ce qui ressemble à un nombre, à une date ou à un oui : « 1984 » est un titre, 1984 est un nombre.",
        "titre: 1984",
        'titre: "1984"',
    ),
    "T11": Code(
        "Date",
        "Une date s’écrit 2013, 2013-05 ou 2013-05-17, précédée de « vers » si elle est approximative. Les années vont de 1800 à 2099.",
        "Écrivez l’année, puis le mois, puis le jour, avec des tirets. Vous n’avez que l’année ? Elle suffit. Vous n’êtes pas sûr ? « vers 2011 ».",
        "debut: 01/09/2011",
        "debut: 2011-09-01",
    ),
    "T12": Code(
        "Heure",
        "Une heure s’écrit 9h30.",
        "Mettez un « h » entre les heures et les minutes. Les deux-points se liraient comme un nombre.",
        "horaires:\n  debut: 9:30\n  fin: 16h30",
        "horaires:\n  debut: 9h30\n  fin: 16h30",
        _JOURNEE,
    ),
    "T13": Code(
        "Longueur",
        "Le texte est trop long, ou vide.",
        "Gardez l’essentiel ; le reste a sa place dans le récit. Si vous n’avez rien à écrire, retirez la ligne.",
        "titre: Café des parents et des voisins, chaque vendredi matin, devant la grille de l’école du Canal",
        "titre: Café des parents de l’école du Canal",
    ),
    "T14": Code(
        "Liste ou groupe attendu",
        "Une liste s’écrit avec un tiret par élément ; un groupe, avec des champs décalés de deux espaces.",
        "Passez à la ligne après les deux-points, puis un tiret et une espace devant chaque élément.",
        "porteurs: centre-social-du-canal, ville-exemple",
        "porteurs:\n  - centre-social-du-canal\n  - ville-exemple",
    ),
    "T15": Code(
        "Nombre d’éléments",
        "La liste est trop longue ou trop courte.",
        "Gardez les plus importants, le principal en tête. Trois mots bien choisis classent mieux que dix.",
        "public_vise:\n  - parents_et_familles\n  - jeunes\n  - femmes\n  - locataires",
        "public_vise:\n  - parents_et_familles\n  - jeunes\n  - femmes",
    ),
    "T16": Code(
        "Champ inconnu",
        "Le nom du champ n’existe pas ici, ou une clé sert deux fois.",
        "Cherchez la faute de frappe : le message propose le nom le plus proche. Sinon, le champ est peut-être mal décalé, et lu dans un autre groupe.",
        "publics_vise:\n  - parents_et_familles",
        "public_vise:\n  - parents_et_familles",
    ),
    "T17": Code(
        "Nombre ou format",
        "Un nombre, une adresse ou un identifiant n’a pas la forme attendue.",
        "Un nombre s’écrit sans espace ni unité. Une adresse web commence par https://.",
        "budget:\n  montant_eur: 1 500 euros",
        "budget:\n  montant_eur: 1500",
    ),
    "T18": Code(
        "Oui ou non",
        "On répond par true ou false.",
        "Écrivez true pour oui, false pour non, sans guillemets.",
        "enseignements:\n  - cle: e1\n    nature: levier\n    texte: Un café ouvre la parole.\n    livret: oui",
        "enseignements:\n  - cle: e1\n    nature: levier\n    texte: Un café ouvre la parole.\n    livret: true",
    ),
    "T19": Code(
        "Champ manquant",
        "Un champ nécessaire n’est pas là.",
        "Ajoutez le champ que nomme le message : il donne aussi la question à se poser. Si personne ne le sait, et que le champ l’admet, écrivez son nom dans « inconnu ».",
        "titre: Café des parents",
        "titre: Café des parents\nresume: Une table, un café et une question, chaque vendredi, devant l’école.",
    ),
    "L21": Code(
        "Mot hors liste",
        "Le mot n’est pas dans la liste du champ.",
        "Choisissez un mot de la liste, tel qu’il s’écrit : le message propose les plus proches. S’il en manque vraiment un, proposez-le avec sa définition.",
        "modalites_animation:\n  - café citoyens",
        "modalites_animation:\n  - cafe_citoyen",
    ),
    "R31": Code(
        "Fiche introuvable",
        "La fiche, la source ou l’enseignement cité n’existe pas.",
        "On cite une fiche par son nom de fichier, sans « .yml » : corrigez-le, ou créez la fiche qui manque. Une source citée est dans la liste « sources » de la même fiche.",
        "porteurs:\n  - centre-social-canal",
        "porteurs:\n  - centre-social-du-canal",
    ),
    "R32": Code(
        "Texte à relier",
        "Un nom en toutes lettres, alors qu’une fiche existe sans doute.",
        "Citez la fiche : les deux pages se répondront. Si c’est une autre structure du même nom, précisez-le dans le nom.",
        "partenaires:\n  - nom: Ville d’exemple\n    role: prête la salle",
        "partenaires:\n  - structure: ville-exemple\n    role: prête la salle",
    ),
    "R33": Code(
        "Ancienne commune",
        "La commune porte un ancien nom ou un ancien code.",
        "Collez le code de la commune d’aujourd’hui. L’ancien nom peut rester dans le récit.",
        "territoires:\n  - Lomme",
        'territoires:\n  - "59350"',
    ),
    "C41": Code(
        "Consentement",
        "Une personne est citée sans que son accord soit écrit.",
        "Demandez-lui son accord et le niveau qu’elle choisit, et écrivez-les dans sa fiche. Sans réponse, écrivez « anonyme » ou retirez la ligne.",
        "paroles:\n  - cle: p1\n    texte: Je suis venue parce que ma voisine est passée me prendre.\n    auteur: la-voisine\n    accord: true",
        "paroles:\n  - cle: p1\n    texte: Je suis venue parce que ma voisine est passée me prendre.\n    auteur: anonyme\n    accord: true",
        _JOURNEE,
    ),
    "C42": Code(
        "Coordonnées privées",
        "Un courriel ou un téléphone paraît dans un texte public.",
        "Retirez-le : ce qui est déposé est public, et l’historique le garde. L’adresse d’un service, et d’un service seulement, va dans « contact_public » de la fiche de la structure.",
        "resume: Une table et un café, chaque vendredi, devant l’école. Écrire à jeanne [arobase] exemple.fr.",
        "resume: Une table et un café, chaque vendredi, devant l’école. S’adresser au centre social.",
    ),
    "C43": Code(
        "Exemple fictif",
        "Un exemple fictif ne se mêle pas à de vraies fiches.",
        "Dites d’où vient la fiche. Si elle est inventée, elle n’a pas sa place ici.",
        "recueil:\n  origine: exemple_fictif",
        "recueil:\n  origine: temoignage_des_porteurs",
    ),
    "C44": Code(
        "Nom retenu",
        "Un texte ou un nom de fichier donne un nom que le consentement de la personne retient. Le texte est publié sans lui.",
        "Retirez le nom du texte, ou renommez le fichier : dire le rôle suffit (« une habitante », « l’animateur »). Si la personne accepte maintenant d’être nommée, changez le niveau et la date de son consentement, dans sa fiche.",
        "nom_affiche: Alex Tisserand\nconsentement:\n  niveau: structure_seule\n  date: 2013-05-17",
        "nom_affiche: Alex Tisserand\nconsentement:\n  niveau: structure_seule\n  date: 2013-05-17",
        "content/acteurs/personnes/alex-tisserand.yml",
        "content/acteurs/personnes/membre-12.yml",
    ),
    "X51": Code(
        "Ordre des rencontres",
        "Les numéros ou les dates des rencontres d’un groupe ne se suivent pas.",
        "Corrigez le numéro ou la date. Une rencontre annulée garde son numéro ; une rencontre oubliée a besoin de sa fiche, même courte.",
        "numero: 4\ndate: 2013-06-14",
        "numero: 2\ndate: 2013-06-14",
        _JOURNEE,
    ),
    "X52": Code(
        "Journée trop pleine",
        "Les moments durent plus que la journée.",
        "Les durées sont en minutes. Raccourcissez un moment, ou corrigez les horaires.",
        "sequences:\n  - titre: Le jardin raconté\n    type: presentation_d_experience\n    duree_min: 600",
        "sequences:\n  - titre: Le jardin raconté\n    type: presentation_d_experience\n    duree_min: 60",
        _JOURNEE,
    ),
    "X53": Code(
        "Production sans appui",
        "Une production adoptée dit sur quoi elle s’appuie.",
        "Nommez ce qui y a mené : une rencontre, une expérience, un enseignement ou une parole. C’est ce qui la distingue d’une opinion.",
        "statut_production: adoptee",
        "statut_production: adoptee\ns_appuie_sur:\n  experiences:\n    - jardin-des-quatre-vents",
        _PRODUCTION,
    ),
    "X54": Code(
        "Titres presque semblables",
        "Deux fiches ont presque le même titre.",
        "Si c’est la même chose, complétez la fiche qui existe. Sinon, dites dans le titre ce qui les distingue : le lieu, l’année.",
        "titre: Marche exploratoire du Canal",
        "titre: Café des parents du Canal",
    ),
    "X55": Code(
        "Bon à tirer",
        "Une production retenue pour le livret n’est pas signée.",
        "Faites relire l’épreuve par le groupe, puis écrivez qui a signé et quand.",
        "livret:\n  section: est",
        "livret:\n  section: est\nbon_a_tirer:\n  par: Le groupe Est, en séance\n  date: 2014-04",
        _PRODUCTION,
    ),
    "X56": Code(
        "Effectif ou mois vide",
        "Le groupe n’a pas le nombre de membres visé, ou un mois n’a pas de rencontre.",
        "Ajoutez les fiches qui manquent. Si l’on ne sait pas, ou si des membres préfèrent ne pas avoir de fiche, dites-le avec « inconnu ».",
        "effectif_vise:\n  min: 12\n  max: 15",
        "effectif_vise:\n  min: 12\n  max: 15\ninconnu: [membres]",
        "groupes/est.yml",
    ),
    "X57": Code(
        "Écart sans argument",
        "Le niveau constaté diffère du niveau annoncé, sans dire pourquoi.",
        "Ajoutez « argument » : ce que l’on a vu, sans juger les personnes.",
        "niveau_annonce: consultation\nniveau_constate:\n  niveau: co_decision",
        "niveau_annonce: consultation\nniveau_constate:\n  niveau: co_decision\n  argument: L’assemblée des parents a choisi les horaires, et l’école les a repris.",
    ),
    "X58": Code(
        "Fiche validée incomplète",
        "Une fiche validée est complète.",
        "Remplissez ce que nomme le message, ou dites de chaque champ qu’il est « inconnu » ou « sans_objet ». En attendant, la fiche reste un brouillon : elle paraît quand même.",
        "statut: validee",
        "statut: brouillon",
    ),
    "X59": Code(
        "Appui qui ne tient pas",
        "Une production s’appuie sur une rencontre qui n’a pas eu lieu, ou sur un compte rendu qui n’est pas validé.",
        "Citez la rencontre où la chose s’est vraiment dite, ou faites valider son compte rendu.",
        "s_appuie_sur:\n  rencontres:\n    - 2013-09-13-groupe-est",
        "s_appuie_sur:\n  rencontres:\n    - 2013-06-14-groupe-est",
        _PRODUCTION,
    ),
    "X60": Code(
        "Fin avant le début",
        "Une date ou une heure de fin vient avant celle du début.",
        "Corrigez celle qui est fausse : le plus souvent un chiffre mal tapé, ou les deux lignes inversées. Une date précédée de « vers » n’est pas comparée.",
        "debut: 2011\nfin: 2001",
        "debut: 2001\nfin: 2011",
    ),
    "M61": Code(
        "Tableau bancal",
        "Une ligne de tableau n’a pas autant de cases que la première. Une case de trop serait perdue.",
        "Comptez les barres « | » de la ligne. Une case vide garde ses deux barres.",
        "limites: |\n  | Mois | Parents |\n  |------|---------|\n  | mai  | 12      |\n  | juin |",
        "limites: |\n  | Mois | Parents |\n  |------|---------|\n  | mai  | 12      |\n  | juin |         |",
    ),
    "M62": Code(
        "Titre qui saute un niveau",
        "Dans un texte, un titre « ### » vient sous un titre « ## ».",
        "Retirez des « # » : les titres d’un texte commencent à deux, et descendent d’un seul à la fois.",
        "limites: |\n  ## Les absents\n\n  #### Le matin\n\n  Personne des tours.",
        "limites: |\n  ## Les absents\n\n  ### Le matin\n\n  Personne des tours.",
    ),
    "M63": Code(
        "Image sans description",
        "Une image dans un texte dit ce qu’elle montre, pour qui ne la voit pas.",
        "Écrivez entre les crochets ce que l’image apprend, en une phrase.",
        "limites: |\n  ![](images/jardin.png)",
        "limites: |\n  ![Le hall de l’école, une table et six chaises vides.](images/jardin.png)",
    ),
    "B81": Code(
        "Partie vide du livret",
        "Une partie du livret ne retient aucune fiche, ou un groupe dont rien n’est dit.",
        "Élargissez la sélection, nommez les fiches une à une dans « elements », ou retirez la partie. Présentez le groupe, ou retirez-le de la partie.",
        "sections:\n  - cle: recits\n    titre: Les expériences racontées\n    type: experience\n    selection:\n      statut: archivee",
        "sections:\n  - cle: recits\n    titre: Les expériences racontées\n    type: experience\n    selection:\n      statut: validee",
        _LIVRET,
    ),
    "B82": Code(
        "Caractère sans dessin",
        "Aucune police du livret ne sait écrire ce caractère : un emoji, une autre écriture.",
        "Remplacez-le par un mot, ou retirez-le. Sur le site, il s’affiche peut-être ; sur le papier, non.",
        "remerciements: |\n  À toutes et à tous 🎉",
        "remerciements: |\n  À toutes et à tous, bravo.",
        _LIVRET,
    ),
    "B83": Code(
        "Image du livret",
        "Une image manque, ne se lit pas ou est trop grande pour être imprimée.",
        "Vérifiez son nom, et qu’elle est dans content/images/, en JPEG, PNG ou WebP, de 4 000 points de côté au plus.",
        "remerciements: |\n  ![Le jardin, au printemps.](images/jardins.png)",
        "remerciements: |\n  ![Le jardin, au printemps.](images/jardin.png)",
        _LIVRET,
    ),
    "B84": Code(
        "Trop de pages",
        "Un article, une partie ou le livret dépasse les pages qui lui sont données.",
        "Raccourcissez le texte, ou donnez-lui plus de pages : c’est un choix du groupe. Le livret est fait quand même.",
        "pages_max: 1",
        "pages_max: 60",
        _LIVRET,
    ),
    "B85": Code(
        "Mise en page refusée",
        "Le livret ne peut pas être composé, et la raison ne tient à aucune fiche. C’est un défaut du programme : signalez-le.",
        "Ouvrez un ticket en y collant le message entier. Le livret précédent est resté en place.",
    ),
    "B86": Code(
        "Image sans crédit",
        "Une image imprimée dit qui l’a faite. Cela n’arrête que le livret final.",
        "Écrivez qui a pris la photo ou fait le dessin, après le nom de l’image, entre guillemets.",
        "remerciements: |\n  ![Le jardin, au printemps.](images/jardin.png)",
        'remerciements: |\n  ![Le jardin, au printemps.](images/jardin.png "Photo : les jardiniers")',
        _LIVRET,
    ),
    "E61": Code(
        "Sens et méthode",
        "Conseil : une journée travaille un thème de sens et un thème de méthode.",
        "Demandez-vous ce qui s’est dit de l’autre versant : pourquoi faire participer, ou comment. Si rien ne s’en est dit, laissez ainsi.",
        "themes:\n  - partage-du-pouvoir",
        "themes:\n  - partage-du-pouvoir\n  - mobiliser-aller-vers",
        _JOURNEE,
    ),
    "E62": Code(
        "Limites vides",
        "Conseil : dire ce qui n’a pas marché.",
        "Écrivez une limite, même petite : ce qui a manqué, ce que l’on ne sait pas. C’est ce que les autres viennent lire.",
        "titre: Café des parents",
        "titre: Café des parents\nlimites: |\n  Les pères ne viennent pas, et nous ne savons pas pourquoi.",
    ),
    "E63": Code(
        "Sigle à expliquer",
        "Conseil : développer un sigle ou l’ajouter au glossaire.",
        "La première fois, écrivez le nom entier, puis le sigle entre parenthèses.",
        "limites: |\n  Le CCAS n’a pas suivi.",
        "limites: |\n  Le centre communal d’action sociale (CCAS) n’a pas suivi.",
    ),
    "E64": Code(
        "Typographie",
        "Conseil : noms et signes selon l’usage.",
        "Collez la ligne que donne le message. Le plus fréquent : l’apostrophe courbe, l’espace insécable devant « : » et dans les guillemets, les accents des capitales.",
        "limites: |\n  Le Nord-Pas-de-Calais n’a pas suivi.",
        "limites: |\n  Le Nord-Pas de Calais n’a pas suivi.",
    ),
    "K71": Code(
        "Avancement",
        "Information : où en est la fiche, ce qui manque, trois questions pour la finir.",
        "Rien n’est obligatoire. Répondez à une des questions quand vous le pouvez ; ce que l’on a cherché sans trouver se note dans « inconnu ».",
        "etat_rencontre: annoncee",
        "etat_rencontre: annoncee\nenseignements:\n  - cle: e1\n    nature: levier\n    texte: Rendre compte à voix haute, avant d’écrire, fait venir les questions.",
        "groupes/rencontres/2013-07-05-groupe-ouest.yml",
    ),
}
"""Every code of the checker, permanent."""
