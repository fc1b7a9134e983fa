// title: What the critic and reviewers decided
// answers: How many annotations of each annotator did each judge find valid, revise or discard?
// columns:
//   judge: {type: string, about: the critic or reviewer}
//   annotator: {type: string, about: whose annotations}
//   decision: {type: string, about: 'valid, revise or discard'}
//   annotations: {type: integer, unit: annotations, about: annotations decided so}
//   images: {type: integer, unit: images, about: images of these annotations}
MATCH (judge:Annotator)<-[:MADE_BY]-(verdict:Verdict)-[:JUDGES]->(said:Annotation)
MATCH (said)-[:MADE_BY]->(annotator:Annotator), (said)-[:ANNOTATES]->(image:Image)
WITH judge, annotator, verdict.decision AS decision,
     count(DISTINCT said) AS annotations, count(DISTINCT image) AS images
RETURN judge.id AS judge, annotator.id AS annotator, decision AS decision,
       annotations AS annotations, images AS images
ORDER BY judge, annotator, annotations DESC, decision
