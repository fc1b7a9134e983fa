// title: Subjects that appear together
// answers: >-
//   Which subjects share an image more often than chance would have it, among all images that
//   have a subject? The family of the q-values is every pair of subjects with enough images each.
// parameters:
//   min_images: {type: integer, default: 5, minimum: 1, about: fewest images with each subject}
//   limit: {type: integer, default: null, minimum: 1, about: most rows to show}
// columns:
//   subject: {type: string, about: the first of the two by name}
//   other_subject: {type: string, about: the second}
// statistics: odds
MATCH (image:Image)-[:HAS_SUBJECT]->(:Subject)
WITH count(DISTINCT image) AS total_images
MATCH (counted:Subject) WHERE COUNT { (counted)<-[:HAS_SUBJECT]-() } >= $min_images
WITH total_images, count(*) AS family
MATCH (subject:Subject) WHERE COUNT { (subject)<-[:HAS_SUBJECT]-() } >= $min_images
MATCH (image:Image)-[:HAS_SUBJECT]->(subject)
MATCH (image)-[:HAS_SUBJECT]->(other:Subject)
  WHERE subject.id < other.id
    AND COUNT { (other)<-[:HAS_SUBJECT]-() } >= $min_images
WITH subject, other, total_images, family, count(*) AS images
RETURN subject.id AS subject, other.id AS other_subject, images AS images,
       COUNT { (subject)<-[:HAS_SUBJECT]-() } AS item_images,
       COUNT { (other)<-[:HAS_SUBJECT]-() } AS other_images,
       total_images AS total_images, family * (family - 1) / 2 AS tests
